import { describe, expect, it } from 'vitest'
import { isSelected, parseSelector } from './label-selector'

function selects(text: string, labels: Readonly<Record<string, string>>): boolean {
  const selector = parseSelector(text)
  if (!selector.ok) throw new Error(`${selector.fault.code}: ${selector.fault.found}`)
  return isSelected(labels, selector.requirements)
}

describe('a label selector', () => {
  it.each([
    ['', {}, true],
    ['app=web', { app: 'web' }, true],
    ['app == web', { app: 'web' }, true],
    ['app=web', { app: 'api' }, false],
    ['app=web', {}, false],
    ['app=', { app: '' }, true],
    ['tier!=db', { tier: 'db' }, false],
    ['tier != db', {}, true],
    ['app=web,tier!=db', { app: 'web', tier: 'cache' }, true],
    ['app=web,tier!=db', { app: 'web', tier: 'db' }, false],
    ['tier in (web, api),app', { tier: 'api', app: 'x' }, true],
    ['tier in (web,api)', {}, false],
    ['tier notin (web,api)', {}, true],
    ['tier notin(web,api)', { tier: 'web' }, false],
    ['app', { app: '' }, true],
    ['!app', { app: '' }, false],
    ['! app , tier', { tier: 'x' }, true],
    ['app.kubernetes.io/name=web', { 'app.kubernetes.io/name': 'web' }, true],
    ['in in (in)', { in: 'in' }, true],
    ['constructor', {}, false],
  ])('%s: %j is selected: %s', (text, labels, answer) => {
    expect(selects(text, labels)).toBe(answer)
  })

  it.each([
    [',', 'key', ''],
    ['app=web,', 'key', ''],
    ['=web', 'key', '=web'],
    ['-app', 'key', '-app'],
    ['app web', 'operator', 'web'],
    ['app=web tier=db', 'value', 'web tier=db'],
    ['!app=web', 'operator', '=web'],
    ['app>1', 'key', 'app>1'],
    ['tier in', 'set', ''],
    ['tier in web', 'set', 'web'],
    ['tier in (web,api', 'unclosed', '(web,api'],
    ['tier in (we b)', 'value', 'we b'],
    ['app=-web', 'value', '-web'],
  ])('%s is none: %s at “%s”', (text, code, found) => {
    expect(parseSelector(text)).toEqual({ ok: false, fault: { code, found } })
  })
})
