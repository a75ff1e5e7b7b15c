// Reads policies and simulations as JSON, answers each simulation in JSON. A simulation names its policies by number.
// The package is looked for from the working directory.
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { pathToFileURL } from 'node:url'

const require = createRequire(`${process.cwd()}/`)
const { runSimulation } = await import(pathToFileURL(require.resolve('@cloud-copilot/iam-simulate')).href)
const { policies, simulations } = JSON.parse(readFileSync(0, 'utf8'))

function asked({ request, identity, resource, boundary }) {
  return {
    request,
    identityPolicies: identity === null ? [] : [{ name: 'identity', policy: policies[identity] }],
    serviceControlPolicies: [],
    resourceControlPolicies: [],
    ...(resource === null ? {} : { resourcePolicy: policies[resource] }),
    ...(boundary === null ? {} : { permissionBoundaryPolicies: [{ name: 'boundary', policy: policies[boundary] }] }),
  }
}

async function answered(simulation) {
  const found = await runSimulation(simulation, { simulationMode: 'Strict' })
  return found.resultType === 'error' ? { error: found.errors.message } : { result: found.overallResult }
}

const answers = []
for (const simulation of simulations.map(asked)) {
  let answer = await answered(simulation)
  if (answer.error === 'must.use.wildcard') {
    simulation.request.resource.resource = '*'
    answer = await answered(simulation)
  }
  answers.push(answer)
}
console.log(JSON.stringify(answers))
