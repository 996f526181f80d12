// A process that holds many streams open and notes how old each change of a pod is when its frame arrives.
import { Agent, request } from 'node:http'
import { monitorEventLoopDelay } from 'node:perf_hooks'

const delay = monitorEventLoopDelay({ resolution: 5 })
delay.enable()
const agent = new Agent({ maxSockets: Number.POSITIVE_INFINITY })

/** @type {number[]} milliseconds */
let ages = []
let frames = 0
let bytes = 0
let ready = 0
let ended = 0

/** @param {string} address */
function view(address) {
  const sent = request(address, { agent }, (response) => {
    let rest = ''
    let live = false
    response.setEncoding('latin1').on('data', (/** @type {string} */ piece) => {
      const now = Number(process.hrtime.bigint() / 1000n)
      bytes += piece.length
      const blocks = (rest + piece).split('\n\n')
      rest = blocks.pop() ?? ''
      for (const block of blocks) {
        if (live && block.includes('event: delta')) {
          frames += 1
          for (const [, at] of block.matchAll(/"message":"at=(\d+)"/g)) ages.push((now - Number(at)) / 1000)
        } else if (!live && block.includes('event: ready')) {
          live = true
          ready += 1
        }
      }
    })
    response.once('close', () => {
      ended += 1
    })
  })
  sent.once('error', () => {
    ended += 1
  })
  sent.end()
}

process.on('message', (/** @type {{ open?: string[], take?: boolean }} */ { open = [], take = false }) => {
  for (const address of open) view(address)
  if (take) {
    process.send?.({ ages, frames, bytes, ready, ended, late: delay.percentile(99) / 1e6 - 5 })
    delay.reset()
    ages = []
    frames = 0
    bytes = 0
  } else process.send?.({})
})
process.send?.({})
