import { useEffect, useState } from 'preact/hooks';
import { count } from '../../format/number.ts';
import { clusters, map, places } from './cluster.ts';
import type { Row } from './row.ts';

interface Props {
  rows: readonly Row[];
  onCountry: (name: string) => void;
}

/** WorldMap shows where the sessions are. The list below says the same in words. */
export function WorldMap({ rows, onCountry }: Props) {
  const [land, setLand] = useState('');
  useEffect(() => void import('land').then((module) => setLand(module.land)), []);
  const found = clusters(rows);
  const countries = places(rows);
  const label = countries.length
    ? `World map of live sessions: ${countries
        .slice(0, 5)
        .map(([name, n]) => `${name} ${n}`)
        .join(', ')}`
    : 'World map of live sessions';
  return (
    <div class="worldmap">
      <svg viewBox={`0 ${map.top} ${map.width} ${map.height}`} role="img" aria-label={label}>
        <path class="land" d={land} />
        {found.map((c) => (
          <circle
            key={`${Math.round(c.x / 8)} ${Math.round(c.y / 8)}`}
            cx={c.x}
            cy={c.y}
            r={Math.min(4 + 2.2 * Math.sqrt(c.count - 1), 26)}
          >
            <title>{`${c.name || 'Unknown place'}: ${c.count}`}</title>
          </circle>
        ))}
      </svg>
      {countries.length > 0 ? (
        <ul class="countries">
          {countries.slice(0, 6).map(([name, n]) => (
            <li key={name}>
              <button
                type="button"
                class="chip"
                onClick={() => onCountry(name)}
                title={`Show those from ${name}`}
              >
                {name} <b>{count(n)}</b>
              </button>
            </li>
          ))}
        </ul>
      ) : (
        <p class="muted small">
          {rows.length
            ? 'No place is known. The server finds places with a geolocation database: see the setting geo.'
            : ' '}
        </p>
      )}
    </div>
  );
}
