import { yamlLanguage } from '@codemirror/lang-yaml'

/** A part of a text, in UTF-16 units from its start. */
export interface YamlPosition {
  readonly from: number
  readonly to: number
  /** What of the path was found: all of it, or the deepest part that exists. */
  readonly found: string
  readonly whole: boolean
}

type SyntaxNode = ReturnType<typeof yamlLanguage.parser.parse>['topNode']

/**
 * Where a field stands in a text of YAML. `path` is as in `Evidence`: `status.conditions[type=Ready]`,
 * `spec.containers[0].ports`; a key may hold dots itself (`metadata.labels.app.kubernetes.io/name`) or stand in
 * brackets (`metadata.labels[app.kubernetes.io/name]`). Where the field does not exist, the nearest that would hold it; undefined where not even the
 * first part of the path is there.
 */
export function positionOf(text: string, path: string): YamlPosition | undefined {
  let value = valueIn(yamlLanguage.parser.parse(text).topNode.getChild('Document'))
  let place: SyntaxNode | undefined
  let rest = path
  while (rest !== '') {
    const step = stepInto(text, value, rest)
    if (step === undefined) break
    place = step.place
    value = valueIn(step.place)
    rest = step.rest
  }
  if (place === undefined) return undefined
  const found = path.slice(0, path.length - rest.length)
  const written = text.slice(place.from, place.to)
  return {
    from: place.to - written.trimStart().length,
    to: place.from + written.trimEnd().length,
    found,
    whole: rest === '',
  }
}

interface Step {
  /** The pair of a mapping or the item of a list. */
  readonly place: SyntaxNode
  readonly rest: string
}

function stepInto(text: string, value: SyntaxNode | undefined, path: string): Step | undefined {
  const [bracket, inside] = /^\[((?:"[^"]*"|'[^']*'|[^\]])*)\]/.exec(path) ?? []
  if (bracket !== undefined && inside !== undefined) {
    const place = isSequence(value)
      ? itemAt(text, value, inside)
      : pairOf(text, value, (key) => key === (/^(["'])(.*)\1$/.exec(inside)?.[2] ?? inside))
    return place === undefined ? undefined : { place, rest: path.slice(bracket.length) }
  }
  const from = path.startsWith('.') ? path.slice(1) : path
  // The longest key that the path begins with: keys may hold dots.
  const keys = pairsOf(value).map((pair) => keyText(text, pair))
  const key = keys.filter((each) => isHead(each, from)).sort((a, b) => b.length - a.length)[0]
  const place = key === undefined ? undefined : pairOf(text, value, (each) => each === key)
  return key === undefined || place === undefined ? undefined : { place, rest: from.slice(key.length) }
}

function isHead(key: string, path: string): boolean {
  return key !== '' && path.startsWith(key) && (path.length === key.length || /[.[]/.test(path.charAt(key.length)))
}

/** `[2]`, or `[type=Ready]`: the first item with that text at that field, itself a path, or in the list that stands there. */
function itemAt(text: string, value: SyntaxNode | undefined, inside: string): SyntaxNode | undefined {
  const items = itemsOf(value)
  if (/^\d+$/.test(inside)) return items[Number(inside)]
  const at = inside.indexOf('=')
  if (at < 1) return undefined
  const wanted = inside.slice(at + 1)
  return items.find((item) => {
    let field = valueIn(item)
    let rest = inside.slice(0, at)
    while (rest !== '') {
      const step = stepInto(text, field, rest)
      if (step === undefined) return false
      field = valueIn(step.place)
      rest = step.rest
    }
    const texts = isSequence(field) ? itemsOf(field).map(valueIn) : [field]
    return texts.some((each) => each !== undefined && textOf(text, each) === wanted)
  })
}

function isSequence(value: SyntaxNode | undefined): boolean {
  return value !== undefined && /Sequence$/.test(value.name)
}

function itemsOf(value: SyntaxNode | undefined): readonly SyntaxNode[] {
  return isSequence(value) ? (value?.getChildren('Item') ?? []) : []
}

function pairsOf(value: SyntaxNode | undefined): readonly SyntaxNode[] {
  return value !== undefined && /Mapping$/.test(value.name) ? value.getChildren('Pair') : []
}

function pairOf(text: string, value: SyntaxNode | undefined, isWanted: (key: string) => boolean) {
  return pairsOf(value).find((pair) => isWanted(keyText(text, pair)))
}

function keyText(text: string, pair: SyntaxNode): string {
  const key = pair.getChild('Key')
  return key === null ? '' : textOf(text, key)
}

/** The value of a document, a pair or an item. */
function valueIn(node: SyntaxNode | null): SyntaxNode | undefined {
  const last = node?.lastChild
  return last === null || last === undefined || /^(Key|:|-)$/.test(last.name) ? undefined : last
}

/** A scalar without its quotes. Escapes stay: no field that a path leads over has any. */
function textOf(text: string, node: SyntaxNode): string {
  const written = text.slice(node.from, node.to).trim()
  return /^(["']).*\1$/s.test(written) ? written.slice(1, -1) : written
}
