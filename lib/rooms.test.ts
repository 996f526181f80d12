import { readdirSync, readFileSync } from 'node:fs'
import { builtinModules } from 'node:module'
import { dirname, join, relative, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { mayImport, mayUse, serverOnly } from './rooms'

const root = fileURLToPath(new URL('..', import.meta.url))
const rooms = Object.keys(mayImport).sort((a, b) => b.length - a.length)

interface Import {
  readonly target: string
  readonly typeOnly: boolean
}

/** Every import and re-export of a source text, dynamic ones included. */
function importsOf(source: string): Import[] {
  const found: Import[] = []
  const pattern =
    /(?:^|\n)\s*(import|export)\s+(type\s+)?(?:[^'";]*?\sfrom\s+)?['"]([^'"]+)['"]|import\(\s*['"]([^'"]+)['"]\s*\)/g
  for (const match of source.matchAll(pattern)) {
    const target = match[3] ?? match[4]
    if (target !== undefined) found.push({ target, typeOnly: match[2] !== undefined })
  }
  return found
}

function roomOf(file: string): string | undefined {
  return rooms.find((room) => file === room || file.startsWith(`${room}/`))
}

function within(file: string, allowed: readonly string[]): boolean {
  return allowed.some((prefix) => file === prefix || file.startsWith(prefix.endsWith('/') ? prefix : `${prefix}/`))
}

/** What is wrong with one file's imports, as sentences; empty when it keeps the law. */
function violations(file: string, source: string): string[] {
  const room = roomOf(file)
  if (room === undefined) return []
  const wrong: string[] = []
  for (const { target, typeOnly } of importsOf(source)) {
    const local = target.startsWith('@/')
      ? target.slice(2)
      : target.startsWith('.')
        ? relative(root, resolve(root, dirname(file), target))
        : undefined
    if (local === undefined) {
      const name = builtinModules.includes(target) ? `node:${target}` : target
      const allowed = mayUse[room]
      if (
        allowed &&
        !allowed.some((prefix) => name === prefix || name.startsWith(prefix.endsWith(':') ? prefix : `${prefix}/`))
      )
        wrong.push(`${file}: ${room} may not use the package ${target}`)
      continue
    }
    const other = roomOf(local)
    if (other !== undefined && other !== room && !within(local, mayImport[room] ?? []))
      wrong.push(`${file}: ${room} may not import ${local}`)
    const forBrowser = room.startsWith('components/') || room === 'lib/viewer'
    if (forBrowser && !typeOnly && serverOnly.some((path) => `${local}.ts`.startsWith(path)))
      wrong.push(`${file}: ${local} runs on the server only`)
  }
  return wrong
}

function sources(folder: string): string[] {
  return readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = `${folder}/${entry.name}`
    if (entry.isDirectory()) return entry.name === 'node_modules' ? [] : sources(path)
    return /\.(ts|tsx|mjs)$/.test(entry.name) && !/\.(test|bench|fixture)\.tsx?$/.test(entry.name) ? [path] : []
  })
}

describe('the rooms of the house', () => {
  it('holds every import to the table', () => {
    const files = ['app', 'bin', 'components', 'e2e', 'lib', 'messages', 'server'].flatMap(sources)
    expect(files.flatMap((file) => violations(file, readFileSync(join(root, file), 'utf8')))).toEqual([])
  })

  it('refuses a forbidden arrow, a foreign package in a pure room, and the hub in the browser', () => {
    expect(violations('lib/topology/x.ts', "import { a } from '@/lib/cluster/store'")).toEqual([
      'lib/topology/x.ts: lib/topology may not import lib/cluster/store',
    ])
    expect(violations('lib/layout/x.ts', "import type { A } from '../viewer/step'")).toHaveLength(1)
    expect(violations('lib/topology/x.ts', "import React from 'react'")).toHaveLength(1)
    expect(violations('lib/viewer/x.ts', "import { createHub } from '@/lib/stream/hub'")).toHaveLength(1)
    expect(violations('components/graph/x.tsx', "const d = await import('@/lib/demo/cluster')")).toHaveLength(2)
    expect(violations('lib/layout/x.ts', "import type { A } from '@/lib/topology/graph'")).toEqual([])
  })

  it('knows every folder of lib and components', () => {
    const folders = ['lib', 'components'].flatMap((top) =>
      readdirSync(join(root, top), { withFileTypes: true })
        .filter((entry) => entry.isDirectory())
        .map((entry) => `${top}/${entry.name}`),
    )
    expect(folders.filter((folder) => mayImport[folder] === undefined)).toEqual([])
  })
})
