import type { PageProps } from '../../app/routes.tsx';
import { Editor } from './editor.tsx';

/** OutcomePage makes or changes one outcome. */
export default function OutcomePage({ values }: PageProps) {
  return <Editor kind="outcome" id={values['id'] ?? 'new'} />;
}
