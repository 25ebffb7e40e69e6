/** The strokes of the icons, on a grid of 20 by 20. */
const strokes = {
  live: 'M2.5 10h3l2-5 4 10 2.5-5h3.5',
  customers:
    'M7.5 10a3 3 0 1 0 0-6 3 3 0 0 0 0 6Zm-5 6.5a5 5 0 0 1 10 0M13 4.3a3 3 0 0 1 0 5.4m1.6 2.4a5 5 0 0 1 2.9 4.4',
  segments: 'M10 2.5v7.5h7.5A7.5 7.5 0 1 1 10 2.500Zm3 .7a7.500 7.500 0 0 1 3.8 3.8H13Z',
  outcomes: 'M4 17.500V3m0 .8h11l-2.200 3.700L15 11.200H4',
  health: 'M3 13a7 7 0 1 1 14 0m-7 0 3.200-4M3 16.500h14',
  settings: 'M3 6h8m4 0h2M3 14h2m4 0h8M13 8a2 2 0 1 0 0-4 2 2 0 0 0 0 4Zm-6 8a2 2 0 1 0 0-4 2 2 0 0 0 0 4Z',
  web: 'M3 4.500h14v11H3Zm0 3.500h14M5.500 6.250h.1m2.200 0h.1',
  app: 'M6 2.500h8v15H6Zm3 12.500h2',
  conversation: 'M3 4h14v10H9l-4 3.500V14H3Z',
  phone: 'M4 3h3l1.500 4-2 1.500a10 10 0 0 0 5 5l1.500-2 4 1.500v3c-7 1-14-6-13-13Z',
  mail: 'M3 5h14v10.500H3Zm0 1 7 5 7-5',
  parcel: 'm10 2.500 7 3.500v8l-7 3.500L3 14V6Zm-7 3.500 7 3.500 7-3.500M10 9.500v8',
  ticket: 'M3 5.500h14V8a2 2 0 0 0 0 4v2.500H3V12a2 2 0 0 0 0-4Zm8.500.5v8.500',
  bank: 'M3 8h14L10 3Zm1.500 8.500h11M6 8.500v7m4-7v7m4-7v7',
  store:
    'M4 9v7.500h12V9M3 7.500 4.500 3.500h11L17 7.500a2.300 2.300 0 0 1-4.600 0 2.400 2.400 0 0 1-4.800 0 2.300 2.300 0 0 1-4.600 0Z',
  case: 'M3 6.500h14v10H3Zm4 0V4h6v2.500M3 11h14',
  car: 'M3 14.500v-4L5 6h10l2 4.500v4Zm0-4h14M6 14.500V16m8-1.500V16',
  custom: 'm10 3 7 7-7 7-7-7Z',
  page: 'M5 2.500h7l3.500 3.500v11.500H5Zm7 0V6h3.500',
  click: 'm7 7 9.500 3.500-4 1.500-1.500 4.500ZM4 4l1 1m3-3v1.500M2 8h1.500',
  form: 'M3.500 3.500h13v13h-13ZM6.500 8h7m-7 4h4',
  search: 'M8.500 14a5.500 5.500 0 1 0 0-11 5.500 5.500 0 0 0 0 11Zm4-1.500 4.500 4.500',
  cart: 'M2.500 3.500H5l1.500 9h8.500l1.500-6H5.500M8 16.500h.1m5.900 0h.1',
  flag: 'M5 17.500V3h10l-2 3.500 2 3.500H5',
  dot: 'M10 7.500a2.500 2.500 0 1 1 0 5 2.500 2.500 0 0 1 0-5Z',
  sun: 'M10 6.500a3.500 3.500 0 1 1 0 7 3.500 3.500 0 0 1 0-7ZM10 2v1.500m0 13V18M2 10h1.500m13 0H18M4.300 4.300l1.100 1.100m9.200 9.200 1.100 1.100m0-11.400-1.100 1.100m-9.200 9.200-1.100 1.100',
  moon: 'M16.500 11.500A7 7 0 0 1 8.500 3.500a7 7 0 1 0 8 8Z',
  auto: 'M10 3a7 7 0 1 1 0 14Zm0 0a7 7 0 0 0 0 14',
  leave: 'M11.500 3.500h-7v13h7M8.500 10h8.500m-3-3 3 3-3 3',
  plus: 'M10 4v12M4 10h12',
  cross: 'm5 5 10 10M15 5 5 15',
  copy: 'M7 7h9.500v9.500H7ZM4 13H3.500V3.500H13V4',
  up: 'm5 12 5-5 5 5',
  down: 'm5 8 5 5 5-5',
  person: 'M10 10a3.500 3.500 0 1 0 0-7 3.500 3.500 0 0 0 0 7Zm-6.500 7.500a6.500 6.500 0 0 1 13 0',
} as const;

export type IconName = keyof typeof strokes;

/** Icon is a picture beside words that say the same, so it is hidden from readers of the screen. */
export function Icon({ name }: { name: IconName }) {
  return (
    <svg class="icon" viewBox="0 0 20 20" aria-hidden="true">
      <path d={strokes[name]} />
    </svg>
  );
}

/** strokesOf is the path of an icon, for a drawing. */
export function strokesOf(name: IconName): string {
  return strokes[name];
}

export function isIcon(name: string): name is IconName {
  return Object.hasOwn(strokes, name);
}
