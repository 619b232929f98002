/* The order of steps: what a loop and a choice do. docs/programs.md says it; the server's stepper follows the same page and the
   same table of cases. Nothing here draws, waits or evaluates: a program goes in, its answer comes out. */

/* A run that cannot go on. */
class Stop {
  constructor(outcome, why, at) { Object.assign(this, { outcome, why, at }); }
}

/* Run a program with a body, for at most so many steps. The answer has outcome, why, at, steps and trace. */
export const runWith = (body, program, most) => {
  const trace = [];
  const step = (at, act) => {
    if (trace.length >= most) throw new Stop("out-of-steps", "out-of-steps", at);
    const told = act();
    trace.push({ at, ...body.state(), ...told });
    return told;
  };
  const asks = (node, at) => step(at, () => ({ says: body.says(node.test) })).says;
  const act = (node, at) => step(at, () => {
    const why = body.act(node);
    if (why) throw new Stop("crashed", why, at);
  });
  const each = (nodes, path) => nodes.forEach((node, index) => one(node, `${path}${index}`));
  const one = (node, at) => {
    const inside = () => each(node.do, `${at}.do.`);
    if (node.op === "repeat") {
      for (let round = 1; round <= node.times; round += 1) { step(at, () => ({ round })); inside(); }
    } else if (node.op === "until") while (!asks(node, at)) inside();
    else if (node.op === "while") while (asks(node, at)) inside();
    else if (node.op !== "if") act(node, at);
    else if (asks(node, at)) inside();
    else if (node.else) each(node.else, `${at}.else.`);
  };
  const answer = (outcome, why, at) => ({ outcome, why, at, steps: trace.length, trace });
  try {
    each(program.do, "");
  } catch (stop) {
    if (!(stop instanceof Stop)) throw stop;
    return answer(stop.outcome, stop.why, stop.at);
  }
  const why = body.judge();
  return answer(why ? "wrong-end" : "reached", why, null);
};
