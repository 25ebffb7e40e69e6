import type { PageProps } from '../../app/routes.tsx';
import { Editor } from './editor.tsx';

/** SegmentPage makes or changes one segment. */
export default function SegmentPage({ values }: PageProps) {
  return <Editor kind="segment" id={values['id'] ?? 'new'} />;
}
