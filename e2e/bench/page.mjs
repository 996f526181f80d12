import { chromium } from '@playwright/test'
import { chromiumArguments, ensureChromium } from '../chromium.mjs'
import { installProbe } from './probe.mjs'

/**
 * A fresh Chromium with the probe in every page.
 * @param {{ width?: number, height?: number }} [viewport]
 */
export async function openBrowser({ width = 1440, height = 900 } = {}) {
  const browser = await chromium.launch({ executablePath: ensureChromium(), args: chromiumArguments })
  const context = await browser.newContext({ viewport: { width, height } })
  await context.addInitScript(installProbe)
  return {
    async openPage() {
      const page = await context.newPage()
      const meter = await context.newCDPSession(page)
      // Its own processor time, so that what else the machine does is not counted.
      await meter.send('Performance.enable', { timeDomain: 'threadTicks' })
      await meter.send('Network.enable')
      let received = 0
      meter.on('Network.dataReceived', ({ dataLength, encodedDataLength }) => {
        received += encodedDataLength || dataLength
      })
      return {
        page,
        /** Bytes of all answers so far, as they came over the wire where Chromium tells. */
        bytes: () => received,
        /** Milliseconds that the main thread has been busy so far: script, style, layout, paint. */
        async busy() {
          const { metrics } = await meter.send('Performance.getMetrics')
          return 1000 * (metrics.find(({ name }) => name === 'TaskDuration')?.value ?? Number.NaN)
        },
      }
    },
    close: () => browser.close(),
  }
}
