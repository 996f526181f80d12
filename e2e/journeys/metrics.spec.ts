import { expect, test } from '@playwright/test'
import { startSwitchboard } from '../switchboard.mjs'

test('a scraper is told who answers, by a name that this server answers to, and nobody else is', async ({
  request,
}) => {
  const switchboard = await startSwitchboard(['--demo', '--metrics-services', '5'])
  const metrics = `${switchboard.url}/metrics`
  const scrape = async () => (await request.get(metrics)).text()
  try {
    await expect.poll(scrape).toMatch(/^switchboard_synced\{.*\} 1$/m)
    const text = await scrape()
    expect(text).toMatch(/^process_resident_memory_bytes \d/m)
    expect(text).toMatch(/^switchboard_resource_state\{context=".+",resource="pods",state="live"\} 1$/m)
    const series = text.split('\n').filter((line) => line.startsWith('switchboard_service_endpoints_ready{'))
    expect(series).toHaveLength(6)
    expect(series.at(-1)).toContain('namespace="",service=""')
    for (const headers of [
      { Host: 'evil.example' },
      { Origin: 'http://evil.example' },
      { 'Sec-Fetch-Site': 'cross-site' },
    ])
      expect((await request.get(metrics, { headers })).status()).toBe(403)
    expect((await request.post(metrics)).status()).toBe(405)
  } finally {
    await switchboard.stop()
  }
})
