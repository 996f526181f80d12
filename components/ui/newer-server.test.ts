// @vitest-environment happy-dom
import { afterEach, describe, expect, it, vi } from 'vitest'
import { isServerNewer, scriptsIn } from './newer-server'

const html = (...names: readonly string[]) =>
  names.map((name) => `<script src="/_next/static/chunks/${name}.js" async=""></script>`).join('')

function serve(body: string, ok = true) {
  vi.stubGlobal('fetch', async () => ({ ok, text: async () => body }))
}

afterEach(() => {
  vi.unstubAllGlobals()
  document.head.replaceChildren()
})

/** Scripts as a document holds them; of a type that nobody runs. */
function hold(...names: readonly string[]) {
  for (const name of names) {
    const script = document.createElement('script')
    script.type = 'text/plain'
    script.src = `/_next/static/chunks/${name}.js`
    document.head.append(script)
  }
}

describe('a server of another version', () => {
  it('hands out a script that the page does not hold', async () => {
    hold('a', 'b')
    serve(html('a', 'c'))
    expect(await isServerNewer()).toBe(true)
  })

  it('is none while it hands out what the page holds, among more that came later', async () => {
    hold('a', 'b', 'late')
    serve(html('a', 'b'))
    expect(await isServerNewer()).toBe(false)
  })

  it('is not suspected of one that fails to answer', async () => {
    hold('a')
    serve(html('c'), false)
    expect(await isServerNewer()).toBe(false)
  })

  it('is known by scripts of the program alone', () => {
    expect(scriptsIn(`<script>1</script><script src="/other.js"></script>${html('a')}`)).toEqual([
      '/_next/static/chunks/a.js',
    ])
  })
})
