// `npm run pictures [folder]`: draws the pictures of README and docs from the product itself, on the demo cluster.
import { mkdirSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { chromium } from '@playwright/test'
import { ensureBuilt, ensureInstalled } from '../bin/prepare.mjs'
import { chromiumArguments, ensureChromium } from './chromium.mjs'
import { startSwitchboard } from './switchboard.mjs'

const root = dirname(dirname(fileURLToPath(import.meta.url)))
const folder = resolve(process.argv[2] ?? join(root, 'docs', 'pictures'))

/** What each picture shows: a page, its theme and language, and the window it is seen in. */
const pictures = {
  'service-light': { path: '/n/default/s/web-service', theme: 'light', lang: 'en', width: 1280, height: 640 },
  'wall-dark': { path: '/', theme: 'dark', lang: 'en', width: 1440, height: 900 },
  'namespace-light': { path: '/n/shop', theme: 'light', lang: 'en', width: 1440, height: 900 },
  'service-phone-zh': { path: '/n/default/s/web-service', theme: 'light', lang: 'zh-CN', width: 390, height: 844 },
}

ensureInstalled()
ensureBuilt()
mkdirSync(folder, { recursive: true })
const switchboard = await startSwitchboard(['--demo'])
const browser = await chromium.launch({ executablePath: ensureChromium(), args: chromiumArguments })
try {
  for (const [name, { path, theme, lang, width, height }] of Object.entries(pictures)) {
    const page = await browser.newPage({ viewport: { width, height }, reducedMotion: 'reduce' })
    await page.goto(`${switchboard.url}${path}?theme=${theme}&lang=${lang}`)
    await page.locator('[data-feed=live]').waitFor()
    await page.evaluate(() => document.fonts.ready)
    await page.waitForTimeout(500)
    await page.screenshot({ path: join(folder, `${name}.png`) })
    await page.close()
    console.log(join(folder, `${name}.png`))
  }
} finally {
  await browser.close()
  await switchboard.stop()
}
