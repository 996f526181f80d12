/** @param {number[]} values @param {number} share between 0 and 1 */
export function percentile(values, share) {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.max(0, Math.ceil(share * sorted.length) - 1))] ?? Number.NaN
}

/** @type {string[][]} */
const rows = []

/**
 * Adds a row to the table and prints it at once, since a long run that breaks should not lose what it measured.
 * @param {string} what
 * @param {string} figure
 * @param {string} [target]
 */
export function row(what, figure, target = '') {
  rows.push([what, figure, target])
  console.log(`${what}: ${figure}${target && `   (target ${target})`}`)
}

export function printTable() {
  const all = [['what', 'measured', 'target'], ...rows]
  const widths = [0, 1, 2].map((column) => Math.max(...all.map((cells) => (cells[column] ?? '').length)))
  console.log('')
  for (const [index, cells] of all.entries()) {
    console.log(`| ${cells.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(' | ')} |`)
    if (index === 0) console.log(`|${widths.map((width) => '-'.repeat(width + 2)).join('|')}|`)
  }
}
