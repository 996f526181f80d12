// `npm run gallery [-- [--all] [--folder FOLDER] [SCREEN…]]`: draws every screen of the product, light and dark, wide and
// on a phone, English and Chinese, and writes docs/gallery.md, where they stand side by side. Each screen is seen in
// four of the eight ways, in each of these ways once; with --all in every one.
import { mkdirSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { chromium } from '@playwright/test'
import { ensureBuilt, ensureInstalled } from '../../bin/prepare.mjs'
import { chromiumArguments, ensureChromium } from '../chromium.mjs'
import { chapters } from './screens.mjs'
import { openWorlds } from './worlds.mjs'

const docs = fileURLToPath(new URL('../../docs', import.meta.url))

const { values, positionals: wanted } = parseArgs({
  options: { all: { type: 'boolean', default: false }, folder: { type: 'string' } },
  allowPositionals: true,
})
const folder = resolve(values.folder ?? join(docs, 'pictures', 'gallery'))

const sizes = { wide: { width: 1440, height: 900 }, phone: { width: 390, height: 844 } }
const ways = /** @type {const} */ ([
  { theme: 'light', lang: 'en', size: 'wide' },
  { theme: 'dark', lang: 'zh-CN', size: 'wide' },
  { theme: 'light', lang: 'zh-CN', size: 'phone' },
  { theme: 'dark', lang: 'en', size: 'phone' },
  { theme: 'dark', lang: 'en', size: 'wide' },
  { theme: 'light', lang: 'zh-CN', size: 'wide' },
  { theme: 'light', lang: 'en', size: 'phone' },
  { theme: 'dark', lang: 'zh-CN', size: 'phone' },
]).slice(0, values.all ? 8 : 4)

/** @typedef {(typeof ways)[number]} Way */
/** @typedef {import('./screens.mjs').Screen} Screen */

const fileOf = (/** @type {Screen} */ { id }, /** @type {Way} */ { theme, lang, size }) =>
  `${id}-${theme}-${lang.slice(0, 2)}-${size}.webp`

/** @type {string[]} */
const faults = []

ensureInstalled()
ensureBuilt()
mkdirSync(folder, { recursive: true })
const worlds = await openWorlds()
const browser = await chromium.launch({ executablePath: ensureChromium(), args: chromiumArguments })
try {
  for (const { screens } of chapters)
    for (const screen of screens)
      if (wanted.length === 0 || wanted.includes(screen.id)) for (const way of ways) await draw(screen, way)
} finally {
  await browser.close()
  await worlds.close()
}
if (wanted.length === 0 && values.folder === undefined) writeFileSync(join(docs, 'gallery.md'), page())
for (const fault of faults) console.error(fault)
process.exitCode = faults.length > 0 ? 1 : 0

/** @param {Screen} screen @param {Way} way */
async function draw(screen, way) {
  const { from = 'url', path, until = 'main', act } = screen
  const context = await browser.newContext({ viewport: sizes[way.size], reducedMotion: 'reduce' })
  const view = await context.newPage()
  const file = fileOf(screen, way)
  try {
    const address = typeof path === 'string' ? path : await path(worlds)
    const mark = address.includes('?') ? '&' : '?'
    await view.goto(`${worlds[from]}${address}${mark}theme=${way.theme}&lang=${way.lang}`)
    await view.locator(until).first().waitFor({ timeout: 20_000 })
    await act?.(view, worlds)
    await view.evaluate(() => document.fonts.ready)
    await view.waitForTimeout(600)
    await save(view, join(folder, file), way.size === 'wide' ? 0.5 : 1)
    const beyond = await view.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)
    if (beyond > 0) faults.push(`${file}: ${beyond} px wider than the window`)
    console.log(file)
  } catch (error) {
    faults.push(`${file}: ${error instanceof Error ? error.message.split('\n')[0] : error}`)
  } finally {
    await context.close()
  }
}

/** @param {import('@playwright/test').Page} view @param {string} file @param {number} scale */
async function save(view, file, scale) {
  const { width, height } = view.viewportSize() ?? sizes.wide
  const session = await view.context().newCDPSession(view)
  const { data } = await session.send('Page.captureScreenshot', {
    format: 'webp',
    quality: values.all ? 90 : 55,
    clip: { x: 0, y: 0, width, height, scale: values.all ? 1 : scale },
  })
  writeFileSync(file, Buffer.from(data, 'base64'))
}

/** The gallery: a row a screen, a picture a way of seeing it. */
function page() {
  const picture = (/** @type {Screen} */ screen, /** @type {Way} */ way) => {
    const file = `pictures/gallery/${fileOf(screen, way)}`
    const seen = `${way.theme}, ${way.lang === 'en' ? 'English' : 'Chinese'}, ${sizes[way.size].width} wide`
    const width = way.size === 'wide' ? 360 : 105
    return `<a href="${file}"><img src="${file}" width="${width}" alt="${screen.title}: ${seen}"></a>`
  }
  const sections = chapters.map(
    ({ title, screens }) =>
      `## ${title}\n\n${screens
        .map((screen) => `### ${screen.title}\n\n${ways.map((way) => picture(screen, way)).join('\n')}\n`)
        .join('\n')}`,
  )
  return `# Every screen

Light and dark, 1440 and 390 wide, English and Chinese: written by \`npm run gallery\` from the product itself, on the
demo cluster. Addresses and names change with each run; what stands where does not.

${sections.join('\n')}`
}
