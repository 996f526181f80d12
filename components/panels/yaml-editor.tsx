'use client'

import { yaml } from '@codemirror/lang-yaml'
import { codeFolding, foldGutter, foldKeymap, HighlightStyle, syntaxHighlighting } from '@codemirror/language'
import { openSearchPanel, search, searchKeymap } from '@codemirror/search'
import { EditorState, RangeSet, StateEffect, StateField } from '@codemirror/state'
import { Decoration, EditorView, keymap, lineNumbers } from '@codemirror/view'
import { tags } from '@lezer/highlight'
import { type Ref, useEffect, useImperativeHandle, useLayoutEffect, useMemo, useRef, useState } from 'react'
import { useTranslations } from 'use-intl'
import styles from './yaml-editor.module.css'

/** A part of the text, in UTF-16 units from its start. */
export interface Marked {
  readonly from: number
  readonly to: number
}

/** What can be asked of the editor besides what its keys do. */
export interface YamlEditorHandle {
  find(): void
}

/**
 * A text of YAML to read, to search and to fold, never to edit. The lines of `marked` stand out, and come into view
 * when they change; another text keeps the place where one reads.
 */
export function YamlEditor({
  text,
  marked,
  label,
  ref,
}: {
  readonly text: string
  readonly marked: Marked | undefined
  readonly label: string
  readonly ref?: Ref<YamlEditorHandle>
}) {
  const phrases = usePhrases()
  const place = useRef<HTMLDivElement>(null)
  const [view, setView] = useState<EditorView>()

  useImperativeHandle(ref, () => ({
    find() {
      if (view !== undefined) openSearchPanel(view)
    },
  }))

  useLayoutEffect(() => {
    if (place.current === null) return
    const made = new EditorView({
      parent: place.current,
      state: EditorState.create({
        extensions: [
          EditorState.readOnly.of(true),
          EditorView.editable.of(false),
          EditorState.phrases.of(phrases),
          EditorView.contentAttributes.of({ tabindex: '0', 'aria-label': label, 'aria-readonly': 'true' }),
          EditorView.cspNonce.of(pageNonce()),
          EditorView.lineWrapping,
          lineNumbers(),
          codeFolding(),
          foldGutter(),
          yaml(),
          syntaxHighlighting(colours),
          search({ top: true }),
          keymap.of([...searchKeymap, ...foldKeymap]),
          markedLines,
          theme,
        ],
      }),
    })
    setView(made)
    made.focus()
    return () => made.destroy()
  }, [phrases, label])

  const from = marked?.from
  const to = marked?.to
  useEffect(() => {
    if (view === undefined) return
    const first = view.state.doc.length === 0
    const change = difference(view.state.doc.toString(), text)
    if (change !== undefined) view.dispatch({ changes: change })
    if (from === undefined || to === undefined) {
      view.dispatch({ effects: mark.of(undefined) })
      return
    }
    const moved = first || change === undefined
    view.dispatch({
      effects: [mark.of({ from, to }), ...(moved ? [EditorView.scrollIntoView(from, { y: 'center' })] : [])],
      ...(moved ? { selection: { anchor: from } } : {}),
    })
  }, [view, text, from, to])

  return <div ref={place} className={styles.editor} />
}

const mark = StateEffect.define<Marked | undefined>()
const line = Decoration.line({ class: styles.marked ?? '' })

const markedLines = StateField.define({
  create: () => Decoration.none,
  update(lines, transaction) {
    for (const effect of transaction.effects) {
      if (!effect.is(mark)) continue
      if (effect.value === undefined) return Decoration.none
      const { doc } = transaction.state
      const first = doc.lineAt(Math.min(effect.value.from, doc.length)).number
      const last = doc.lineAt(Math.min(effect.value.to, doc.length)).number
      const starts = Array.from({ length: last - first + 1 }, (_, index) => doc.line(first + index).from)
      return RangeSet.of(starts.map((start) => line.range(start)))
    }
    return lines.map(transaction.changes)
  },
  provide: (field) => EditorView.decorations.from(field),
})

/** The middle in which two texts differ; what surrounds it stays, and with it what is folded and where one reads. */
function difference(before: string, after: string) {
  if (before === after) return undefined
  let start = 0
  while (start < before.length && start < after.length && before[start] === after[start]) start += 1
  let end = 0
  const most = Math.min(before.length, after.length) - start
  while (end < most && before[before.length - 1 - end] === after[after.length - 1 - end]) end += 1
  return { from: start, to: before.length - end, insert: after.slice(start, after.length - end) }
}

/** The nonce by which this page may add a style sheet: the browser hides it from all but scripts. */
function pageNonce(): string {
  return document.querySelector<HTMLScriptElement>('script[nonce]')?.nonce ?? ''
}

/** Names are ink, values and signs recede: three tones, none of which means a state. */
const colours = HighlightStyle.define([
  { tag: tags.definition(tags.propertyName), color: 'var(--ink)', fontWeight: '500' },
  { tag: [tags.string, tags.content, tags.special(tags.string)], color: 'var(--ink-2)' },
  { tag: [tags.separator, tags.punctuation, tags.squareBracket, tags.brace, tags.meta], color: 'var(--ink-3)' },
  { tag: tags.comment, color: 'var(--ink-3)' },
])

const theme = EditorView.theme({
  '&': {
    height: '100%',
    color: 'var(--ink-2)',
    backgroundColor: 'var(--surface)',
    font: '400 var(--t12) var(--font-mono)',
  },
  '&.cm-focused': { outline: 'none' },
  '.cm-scroller': { font: 'inherit', lineHeight: '20px' },
  '.cm-content': { padding: '8px 0', caretColor: 'var(--ink)' },
  // The text may be many screens high: the ring is around what is seen of it.
  '.cm-content:focus-visible': { outline: 'none' },
  '.cm-scroller:has(.cm-content:focus-visible)': { outline: '2px solid var(--accent)', outlineOffset: '-2px' },
  '.cm-line': { padding: '0 16px 0 4px', overflowWrap: 'anywhere' },
  '.cm-gutters': { border: '0', color: 'var(--ink-3)', backgroundColor: 'var(--surface)' },
  '.cm-lineNumbers .cm-gutterElement': { padding: '0 4px 0 12px', fontFeatureSettings: '"tnum"' },
  '.cm-foldGutter .cm-gutterElement': { padding: '0 4px', cursor: 'pointer' },
  '.cm-foldPlaceholder': {
    margin: '0 4px',
    padding: '0 4px',
    border: '1px solid var(--line)',
    borderRadius: '4px',
    color: 'var(--ink-3)',
    backgroundColor: 'transparent',
  },
  '.cm-panels': { color: 'var(--ink)', backgroundColor: 'var(--surface)', font: '500 var(--t12) var(--font-sans)' },
  '.cm-panels-top': { borderBottom: '1px solid var(--line)' },
  '.cm-panel.cm-search': {
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'center',
    gap: '4px 8px',
    padding: '8px 48px 8px 16px',
  },
  '.cm-panel.cm-search br': { display: 'none' },
  '.cm-panel.cm-search label': { display: 'inline-flex', alignItems: 'center', gap: '4px', fontSize: '12px' },
  '.cm-panel.cm-search input, .cm-panel.cm-search button, .cm-panel.cm-search label': { margin: '0' },
  '.cm-panel.cm-search button[name=close]': {
    top: '8px',
    right: '12px',
    width: '32px',
    height: '32px',
    fontSize: '20px',
  },
  '.cm-textfield': {
    flex: '1 1 160px',
    height: '32px',
    padding: '0 8px',
    border: '1px solid var(--wire)',
    borderRadius: '4px',
    color: 'var(--ink)',
    backgroundColor: 'var(--surface)',
    fontSize: '12px',
  },
  '.cm-button': {
    height: '32px',
    padding: '0 8px',
    border: '1px solid var(--line)',
    borderRadius: '4px',
    color: 'var(--ink)',
    backgroundImage: 'none',
    backgroundColor: 'transparent',
    fontSize: '12px',
    cursor: 'pointer',
  },
  '.cm-button:active': { backgroundImage: 'none', backgroundColor: 'var(--sunken)' },
  '.cm-searchMatch': { backgroundColor: 'transparent', outline: '1px solid var(--accent)' },
  '.cm-searchMatch-selected': { backgroundColor: 'var(--accent)' },
  '.cm-searchMatch-selected, .cm-searchMatch-selected span': { color: 'var(--surface)' },
})

/** CodeMirror's own words, which are its keys, in the reader's language. */
function usePhrases(): Readonly<Record<string, string>> {
  const t = useTranslations('yaml.editor')
  return useMemo(
    () => ({
      Find: t('find'),
      next: t('next'),
      previous: t('previous'),
      all: t('all'),
      'match case': t('matchCase'),
      'by word': t('byWord'),
      regexp: t('regexp'),
      close: t('closeSearch'),
      'current match': t('currentMatch'),
      'on line': t('onLine'),
      'Fold line': t('foldLine'),
      'Unfold line': t('unfoldLine'),
      'folded code': t('folded'),
      unfold: t('unfold'),
      'Folded lines': t('foldedLines'),
      'Unfolded lines': t('unfoldedLines'),
      to: t('to'),
      'Go to line': t('goToLine'),
      go: t('go'),
    }),
    [t],
  )
}
