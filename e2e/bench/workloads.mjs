/**
 * Deployments and Services of one namespace, as a List for one server-side apply.
 * @param {string} namespace
 * @param {number} services
 * @param {number} podsEach
 */
export function workloads(namespace, services, podsEach) {
  const items = []
  for (let index = 0; index < services; index += 1) {
    const name = `app-${String(index).padStart(3, '0')}`
    const labels = { app: name }
    items.push({
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: { name, namespace, labels },
      spec: {
        replicas: podsEach,
        selector: { matchLabels: labels },
        template: {
          metadata: { labels },
          spec: {
            containers: [
              { name: 'app', image: `registry.example/${name}:1`, ports: [{ name: 'http', containerPort: 8080 }] },
            ],
          },
        },
      },
    })
    items.push({
      apiVersion: 'v1',
      kind: 'Service',
      metadata: { name, namespace, labels },
      spec: { selector: labels, ports: [{ name: 'http', port: 80, targetPort: 'http' }] },
    })
  }
  return { apiVersion: 'v1', kind: 'List', items }
}
