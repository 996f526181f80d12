/**
 * Names of the arguments and tags of an ICU message: `{count, plural, …}`, `{name}`, `<code>`. A brace within an
 * argument opens the text of one of its choices, and a brace within a text an argument.
 */
export function placeholders(sentence: string): string[] {
  const names = new Set<string>()
  const open: ('argument' | 'text')[] = []
  for (const { 0: found, 1: tag, index } of sentence.matchAll(/[{}]|<(\w+)>/g)) {
    if (tag !== undefined) names.add(`<${tag}>`)
    else if (found === '}') open.pop()
    else if (open.at(-1) === 'argument') open.push('text')
    else {
      open.push('argument')
      names.add(/^\{\s*(\w+)/.exec(sentence.slice(index))?.[1] ?? '')
    }
  }
  return [...names].sort()
}
