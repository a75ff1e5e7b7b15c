// Reads simulations as JSON, answers each in JSON; the package is looked for from the working directory.
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { pathToFileURL } from 'node:url'

const require = createRequire(`${process.cwd()}/`)
const { runSimulation } = await import(pathToFileURL(require.resolve('@cloud-copilot/iam-simulate')).href)

async function answered(simulation) {
  const found = await runSimulation(simulation, { simulationMode: 'Strict' })
  return found.resultType === 'error' ? { error: found.errors.message } : { result: found.overallResult }
}

const answers = []
for (const simulation of JSON.parse(readFileSync(0, 'utf8'))) {
  let answer = await answered(simulation)
  if (answer.error === 'must.use.wildcard') {
    simulation.request.resource.resource = '*'
    answer = await answered(simulation)
  }
  answers.push(answer)
}
console.log(JSON.stringify(answers))
