// `npm run design`: writes docs/design.md and its pictures, the design as it is built: colours and contrasts as the
// browser computes them, marks as the components draw them, cards as the pages of the demo cluster show them.
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { chromium } from '@playwright/test'
import { build } from 'esbuild'
import { ensureBuilt, ensureInstalled } from '../../bin/prepare.mjs'
import { chromiumArguments, ensureChromium } from '../chromium.mjs'
import { startSwitchboard } from '../switchboard.mjs'

/** @typedef {import('@playwright/test').Page} Page */

const root = fileURLToPath(new URL('../..', import.meta.url))
const pictures = join(root, 'docs', 'pictures', 'design')
const themes = /** @type {const} */ (['light', 'dark'])

const colours = {
  page: 'behind everything',
  surface: 'cards, panels, the bar',
  sunken: 'fields, chips, code',
  line: 'decoration between parts',
  wire: 'edges, borders of controls',
  ink: 'names and figures',
  'ink-2': 'sentences',
  'ink-3': 'what may be overlooked',
  accent: 'links, selection, focus, information',
  ready: '■ ready',
  'not-ready': '◣ not ready',
  draining: '⬓ draining',
  terminating: '× terminating',
  pending: '○ pending; its text is pending-text',
  'pending-text': 'warnings',
  missing: '⬚ missing; errors',
  unknown: '▨ unknown; its text is unknown-text',
  'unknown-text': 'what is not known',
  stale: '◷ stale',
}
const grounds = ['page', 'surface', 'sunken', 'line']
const states = ['ready', 'notReady', 'draining', 'terminating', 'pending', 'missing', 'unknown', 'stale']
const severities = ['error', 'warning', 'info']
const sizes = [8, 10, 12, 20]

/** Where each kind of card is found on the demo cluster. */
const cards = {
  client: { path: '/n/shop/s/web', card: '[data-card*="ingress/"]' },
  Service: { path: '/n/shop/s/web', card: '[data-card="service:shop/web"]' },
  endpoint: { path: '/n/shop/s/web', card: '[data-card][data-endpoint]' },
  pod: { path: '/n/shop/s/web', card: '[data-card][data-pod]:not([data-endpoint])' },
  ghost: { path: '/n/shop/s/storefront', card: '[data-card^="ghost:"]' },
}
const levels = ['near', 'middle', 'far']

ensureInstalled()
ensureBuilt()
mkdirSync(pictures, { recursive: true })
const { markPath, severityPath } = await shapes()
const switchboard = await startSwitchboard(['--demo'])
const browser = await chromium.launch({ executablePath: ensureChromium(), args: chromiumArguments })
try {
  /** @type {Map<string, ReadonlyMap<string, string>>} */
  const tokens = new Map()
  for (const theme of themes) {
    const page = await browser.newPage({
      viewport: { width: 1440, height: 900 },
      deviceScaleFactor: 2,
      reducedMotion: 'reduce',
    })
    await open(page, '/', theme)
    const known = await computed(page)
    tokens.set(theme, known)
    await sheet(`states-${theme}`, known, statesSheet(known))
    await sheet(`cards-${theme}`, known, await cardsSheet(page, theme))
    await page.close()
  }
  writeFileSync(join(root, 'docs', 'design.md'), text(tokens))
} finally {
  await browser.close()
  await switchboard.stop()
}

/** The outlines that the components draw with. */
async function shapes() {
  const { outputFiles } = await build({
    absWorkingDir: root,
    entryPoints: ['components/ui/mark-shape.ts'],
    bundle: true,
    write: false,
    format: 'esm',
    alias: { '@': root },
  })
  const [{ text }] = outputFiles
  return import(`data:text/javascript;base64,${Buffer.from(text).toString('base64')}`)
}

async function open(/** @type {Page} */ page, /** @type {string} */ path, /** @type {string} */ theme) {
  await page.goto(`${switchboard.url}${path}?theme=${theme}&lang=en`)
  await page.locator('[data-feed=live]').waitFor()
  await page.evaluate(() => document.fonts.ready)
}

/** Every token as the browser resolves it: colours as `#rrggbb`, the rest as it is written. */
async function computed(/** @type {Page} */ page) {
  const entries = await page.evaluate((names) => {
    const probe = document.body.appendChild(document.createElement('i'))
    const style = getComputedStyle(document.documentElement)
    const found = names.map((name) => {
      probe.style.color = `var(--${name})`
      const [r = 0, g = 0, b = 0] = (getComputedStyle(probe).color.match(/\d+/g) ?? []).map(Number)
      return [name, `#${[r, g, b].map((part) => part.toString(16).padStart(2, '0')).join('')}`]
    })
    const plain = ['t11', 't12', 't13', 't15', 't20', 't28', 'slide', 'leave', 'hover', 'bar', 'panel']
    probe.remove()
    return [...found, ...plain.map((name) => [name, style.getPropertyValue(`--${name}`).trim()])]
  }, Object.keys(colours))
  return new Map(/** @type {[string, string][]} */ (entries))
}

/** WCAG 2's contrast of two colours, 1 to 21. */
function contrast(/** @type {string} */ a, /** @type {string} */ b) {
  const luminance = (/** @type {string} */ colour) =>
    [1, 3, 5]
      .map((at) => Number.parseInt(colour.slice(at, at + 2), 16) / 255)
      .map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4))
      .reduce((sum, part, index) => sum + part * /** @type {number} */ ([0.2126, 0.7152, 0.0722][index]), 0)
  const [light, dark] = [luminance(a), luminance(b)].sort((x, y) => y - x)
  return /** @type {number} */ (light + 0.05) / /** @type {number} */ (dark + 0.05)
}

/** The colour of a state or severity. */
function tokenOf(/** @type {string} */ name) {
  const others = new Map([
    ['notReady', 'not-ready'],
    ['error', 'missing'],
    ['warning', 'pending-text'],
    ['info', 'accent'],
  ])
  return others.get(name) ?? name
}

/** Each state at every size, in its colour and in grey. @param {ReadonlyMap<string, string>} known */
function statesSheet(known) {
  const svg = (
    /** @type {string} */ d,
    /** @type {number} */ size,
    /** @type {string | undefined} */ colour,
    more = '',
  ) =>
    `<svg width="${size}" height="${size}" viewBox="0 0 ${size} ${size}"${more}><path fill="${colour}" fill-rule="evenodd" d="${d}"/></svg>`
  const row = (/** @type {string} */ name, /** @type {(size: number) => string} */ path) => {
    const colour = known.get(tokenOf(name))
    const marks = sizes.map((size) => `<td>${svg(path(size), size, colour)}</td>`)
    const grey = `<td>${svg(path(20), 20, colour, ' style="filter:grayscale(1)"')}</td>`
    return `<tr><th>${name}</th>${marks.join('')}${grey}</tr>`
  }
  const head = `<tr><th></th>${sizes.map((size) => `<td>${size}</td>`).join('')}<td>grey</td></tr>`
  return `<table>${head}${states.map((state) => row(state, (size) => markPath(state, size))).join('')}${severities
    .map((severity) => row(severity, (size) => severityPath(severity, size)))
    .join('')}</table>`
}

/** A picture of each card at each level of zoom. */
async function cardsSheet(/** @type {Page} */ page, /** @type {string} */ theme) {
  const rows = []
  for (const [kind, { path, card }] of Object.entries(cards)) {
    await open(page, path, theme)
    const found = page.locator(`[data-testid=graph] :is(${card})`).first()
    await found.waitFor()
    const seen = []
    for (const level of levels) {
      await zoomTo(page, level)
      const picture = await found.screenshot()
      const { width = 0 } = (await found.boundingBox()) ?? {}
      seen.push(`<td><img width="${width}" src="data:image/png;base64,${picture.toString('base64')}"></td>`)
    }
    rows.push(`<tr><th>${kind}</th>${seen.join('')}</tr>`)
  }
  return `<table><tr><th></th>${levels.map((level) => `<td>${level}</td>`).join('')}</tr>${rows.join('')}</table>`
}

/** Steps by the picture's own buttons, and leaves nothing lit. */
async function zoomTo(/** @type {Page} */ page, /** @type {string} */ level) {
  const card = page.locator('[data-testid=graph] [data-card]').first()
  const near = page.getByRole('button', { name: 'Zoom in' })
  const far = page.getByRole('button', { name: 'Zoom out' })
  for (let steps = 0; steps < 20; steps += 1) {
    const shown = (await card.getAttribute('data-level')) ?? ''
    if (shown === level) break
    const isTooFar = levels.indexOf(level) < levels.indexOf(shown)
    await (isTooFar ? near : far).click()
    await page.waitForTimeout(250)
  }
  await page.mouse.move(0, 0)
  await page.evaluate(() => document.activeElement instanceof HTMLElement && document.activeElement.blur())
  await page.waitForTimeout(300)
}

/** @param {string} name @param {ReadonlyMap<string, string>} known @param {string} body */
async function sheet(name, known, body) {
  const drawn = await browser.newPage({ deviceScaleFactor: 2 })
  await drawn.setContent(`<style>
    body { margin: 0; background: ${known.get('page')}; color: ${known.get('ink')}; font: 13px/20px system-ui }
    table { padding: 12px; border-spacing: 0 } th { text-align: left; font-weight: 500; padding-right: 24px }
    td { padding: 6px 12px; color: ${known.get('ink-3')}; vertical-align: middle } img, svg { display: block }
  </style>${body}`)
  const picture = await drawn.locator('table').screenshot({ type: 'png' })
  writeFileSync(join(pictures, `${name}.png`), picture)
  await drawn.close()
}

/** @param {ReadonlyMap<string, ReadonlyMap<string, string>>} tokens by theme */
function text(tokens) {
  const of = (/** @type {string} */ theme, /** @type {string} */ name) => tokens.get(theme)?.get(name) ?? ''
  const least = (/** @type {string} */ theme, /** @type {string} */ name) =>
    Math.min(contrast(of(theme, name), of(theme, 'page')), contrast(of(theme, name), of(theme, 'surface'))).toFixed(1)
  const rows = Object.entries(colours).map(([name, use]) => {
    const cells = themes.map((theme) => `\`${of(theme, name)}\` | ${grounds.includes(name) ? '' : least(theme, name)}`)
    return `| \`--${name}\` | ${use} | ${cells.join(' | ')} |`
  })
  const plain = (/** @type {readonly string[]} */ names) =>
    names.map((name) => `| \`--${name}\` | \`${of('light', name)}\` |`).join('\n')
  const pair = (/** @type {string} */ name, /** @type {string} */ alt) =>
    themes.map((theme) => `![${alt}, ${theme}](pictures/design/${name}-${theme}.png)`).join('\n')
  return `# The design as it is built

Written by \`npm run design\` from the product itself: the colours are those that the browser computes, the marks are
drawn by the components' own outlines, the cards are cut from the pages of the demo cluster. The tokens stand in
[app/globals.css](../app/globals.css), and \`components/ui/tokens.test.ts\` holds their contrasts and their distances in
four kinds of sight. [Every screen](gallery.md) stands in the gallery.

Calm mass, loud exception: what is well is quiet texture, what is not has the only strong colours on the page. Colour
repeats what shape and word say. Only structure moves things; a change of state repaints one card where it stands.

## Colours

Contrast is WCAG 2's, the lower of page and surface: text has at least 4.5, marks and borders of controls 3.

| token | for | light | contrast | dark | contrast |
|---|---|---|---|---|---|
${rows.join('\n')}

## States and severities

${pair('states', 'Every state at four sizes and in grey')}

A share of nothing, a read that was refused and a list that has not ended are *unknown*, never zero and never *none*.

## Cards

One style of card; its box is the same at every zoom, what it says is not: near a whole sentence, in the middle one
line of 12 px on the screen, far its mark.

${pair('cards', 'Every kind of card at three zooms')}

## Type, room, motion

| token | size / line |
|---|---|
${plain(['t11', 't12', 't13', 't15', 't20', 't28'])}

Inter for words, JetBrains Mono for names, addresses, ports and labels. Chinese is never set below 12 px.

| token | |
|---|---|
${plain(['slide', 'leave', 'hover', 'bar', 'panel'])}

All three motions last 0 ms where the viewer asks for less of it. Where more contrast is asked for, \`--line\` becomes
\`--wire\` and \`--ink-3\` becomes \`--ink-2\`; where colours are forced, shapes alone tell the states apart; print is light,
without grounds.
`
}
