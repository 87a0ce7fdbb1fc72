import { z } from 'zod';

/** RFC 9457 problem details as a gateway answers them. */
const problemDetails = z.looseObject({
  code: z.string(),
  status: z.int(),
  title: z.string(),
  title_zh: z.string().optional(),
  detail: z.string().optional(),
  requestId: z.string().optional(),
  faults: z.array(z.looseObject({ pointer: z.string(), code: z.string() })).optional(),
});

export type ProblemDetails = z.infer<typeof problemDetails>;

/** The gateway refused; `code` is stable. */
export class GatewayProblem extends Error {
  readonly code: string;
  readonly status: number;
  readonly problem: ProblemDetails;

  constructor(problem: ProblemDetails) {
    super(problem.code);
    this.name = 'GatewayProblem';
    this.code = problem.code;
    this.status = problem.status;
    this.problem = problem;
  }
}

/** No answer, or one that is none of ours: the outcome is unknown; the same call with the same idempotency key is safe. */
export class GatewayUnreachable extends Error {
  readonly code = 'GATEWAY_UNREACHABLE';
}

export function problemOf(value: unknown): GatewayProblem | undefined {
  const parsed = problemDetails.safeParse(value);
  return parsed.success ? new GatewayProblem(parsed.data) : undefined;
}
