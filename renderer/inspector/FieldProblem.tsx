/** Why what was typed cannot be taken, under its field; the field's `aria-describedby` names it as `ID-problem`. */
export function FieldProblem({ id, problem }: { id: string; problem: string | null }) {
  if (!problem) return null;
  return (
    <p className="field-problem" id={`${id}-problem`}>
      {problem}
    </p>
  );
}
