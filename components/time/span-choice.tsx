'use client'

import { Choice } from '@/components/ui/choice'
import { formatSpan, offered, parseSpan, type Span } from './moment'
import type { TimeText } from './use-time-text'

/** How much time one sees at once. */
export function SpanChoice({
  span,
  onChange,
  text,
}: {
  readonly span: Span
  readonly onChange: (span: Span) => void
  readonly text: TimeText
}) {
  const spans = offered.includes(span) ? offered : [span, ...offered]
  return (
    <Choice
      label={text('span')}
      value={formatSpan(span)}
      options={spans.map((each) => ({ value: formatSpan(each), text: spanText(each, text) }))}
      onChange={(value) => onChange(parseSpan(value))}
    />
  )
}

function spanText(span: Span, text: TimeText): string {
  if (span === 'all') return text('all')
  if (span % 3_600_000 === 0) return text('hours', { count: span / 3_600_000 })
  if (span % 60_000 === 0) return text('minutes', { count: span / 60_000 })
  return text('seconds', { count: Math.round(span / 1_000) })
}
