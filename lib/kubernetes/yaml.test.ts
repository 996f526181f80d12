import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { toYaml } from './yaml'

const readBack = (value: unknown) =>
  (['1.1', '1.2'] as const).map((version) => parse(toYaml(value), { version, logLevel: 'error' }))

describe('JSON as YAML', () => {
  it('looks as kubectl writes it', () => {
    const service = {
      kind: 'Service',
      apiVersion: 'v1',
      metadata: { name: 'web', creationTimestamp: '2026-01-01T00:00:00Z', labels: { app: 'web', version: '1.10' } },
      spec: {
        clusterIPs: ['10.96.0.10', 'fd00::a'],
        ports: [{ port: 80, name: 'http', targetPort: 'web' }, {}],
        selector: {},
        externalIPs: [],
        nested: [[1, 2], [['a']], [{ b: 1, a: [true, null] }]],
      },
    }
    expect(toYaml(service)).toBe(`apiVersion: v1
kind: Service
metadata:
  creationTimestamp: "2026-01-01T00:00:00Z"
  labels:
    app: web
    version: "1.10"
  name: web
spec:
  clusterIPs:
  - 10.96.0.10
  - fd00::a
  externalIPs: []
  nested:
  - - 1
    - 2
  - - - a
  - - a:
      - true
      - null
      b: 1
  ports:
  - name: http
    port: 80
    targetPort: web
  - {}
  selector: {}
`)
  })

  it('keeps lines as lines', () => {
    const command = ['sh', '-c', 'set -e\n\nexec web  # now\n', 'a\nb', 'a\nb\n\n\n']
    expect(toYaml({ command })).toBe(
      'command:\n- sh\n- -c\n- |\n  set -e\n\n  exec web  # now\n- |-\n  a\n  b\n- |+\n  a\n  b\n\n\n',
    )
    for (const back of readBack({ command })) expect(back).toEqual({ command })
  })

  it('shows what hides in a text, as an escape', () => {
    const text = toYaml({ name: 'web\u202egnp.\u200b', tag: 'a\u{e0041}', nul: '\u0000', nbsp: 'a\u00a0b' })
    expect(text).toBe('name: "web\\u202egnp.\\u200b"\nnbsp: "a\\u00a0b"\nnul: "\\u0000"\ntag: "a\\U000e0041"\n')
    expect(parse(text).tag).toBe('a\u{e0041}')
  })

  it('reads back as the same JSON, whatever its texts look like', () => {
    const texts = [
      ...['', ' ', '~', 'null', 'Yes', 'off', 'y', 'N', 'TRUE', '0', '08', '0x1F', '0o7', '0b1', '1_000', '-1', '+1'],
      ...['1e5', '5e1234', '1.', '.5', '.', '..', '.inf', '-.INF', '.NaN', '1:30', '190:20:30', '10.244.1.7', '1.2.3'],
      ...['2026-01-01', '2026-1-1 10:00:00', '<<', '=', '-', '- a', '?', '? a', ':', 'a:', 'a: b', 'a:b', 'a #b', '#b'],
      ...[
        'a#b',
        '[a]',
        '{a}',
        'a, b',
        '&a',
        '*a',
        '!a',
        '|',
        '>',
        "'a'",
        '"a"',
        "it's",
        'a "b" \'c\'',
        '%a',
        '@a',
        '`a`',
      ],
      ...[
        '--- a',
        '---',
        '...',
        'a\tb',
        '\ta',
        'a\r\nb',
        '\n',
        '\n\n',
        '\na',
        ' a\nb',
        'a\n b',
        'a \n',
        'a\n\tb\n',
        'a\n\n',
      ],
      ...[
        'app.kubernetes.io/name',
        '/healthz',
        '$(POD_IP)',
        '(hidden)',
        '100m',
        '1Gi',
        '中文：值',
        '🦆',
        '\ud800',
        '\u0085',
      ],
      ...[
        '\u2028',
        '\ufeff',
        '--flag=a',
        '-c',
        '-1e5',
        '-0x1',
        '-.5',
        '--',
        '---a',
        '-',
        '--1',
        'a\\b',
        '{"a":"b"}',
        'x'.repeat(2000),
      ],
    ]
    for (const back of readBack({ texts })) expect(back).toEqual({ texts })
    const keys = Object.fromEntries(texts.filter((text) => text.length < 1000).map((text) => [text, { [text]: text }]))
    for (const back of readBack(keys)) expect(back).toEqual(keys)
  })

  it('reads back whatever structure it is given', () => {
    let state = 7
    const pick = (most: number) => {
      state = (state * 48271) % 2147483647
      return state % most
    }
    const leaves = [null, true, 0, -1.5, 'a', 'a: b', 'a\nb\n', '', '1', [], {}] as const
    const grow = (depth: number): unknown => {
      const kind = depth === 0 ? 0 : pick(3)
      if (kind === 0) return leaves[pick(leaves.length)]
      const children = Array.from({ length: 1 + pick(3) }, () => grow(depth - 1))
      return kind === 1 ? children : Object.fromEntries(children.map((child, index) => [`k${index}`, child]))
    }
    for (let round = 0; round < 300; round += 1) {
      const value = grow(5)
      for (const back of readBack(value)) expect(back, `round ${round}: ${JSON.stringify(value)}`).toEqual(value)
    }
  })
})
