import type { Metrics } from '../metrics'

/** `GET /metrics`: how the server fares, for Prometheus. */
export async function answerMetrics(metrics: Metrics): Promise<Response> {
  return new Response(await metrics.text(), {
    headers: { 'Content-Type': metrics.contentType, 'Cache-Control': 'no-store' },
  })
}
