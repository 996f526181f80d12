import { defineConfig } from '@playwright/test'
import { chromiumArguments, findChromium } from './e2e/chromium.mjs'

const executablePath = findChromium()

export default defineConfig({
  testDir: 'e2e/journeys',
  timeout: 60_000,
  expect: { timeout: 15_000 },
  workers: 1,
  forbidOnly: true,
  use: {
    browserName: 'chromium',
    locale: 'en-GB',
    timezoneId: 'UTC',
    trace: 'retain-on-failure',
    launchOptions: { args: chromiumArguments, ...(executablePath === undefined ? {} : { executablePath }) },
  },
})
