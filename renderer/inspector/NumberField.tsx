import { type KeyboardEvent, useEffect, useRef, useState } from 'react';
import { texts } from '../texts';
import { evaluate } from './expression';
import { FieldProblem } from './FieldProblem';
import { type Scale, showNumber, stepNumber } from './format';
import type { NumberLimits } from './scrub';

const words = texts.inspector;

/** Why a number is not allowed, or null. */
export function limitProblem(value: number, { min, max, exclusiveMin, exclusiveMax }: NumberLimits): string | null {
  if (min !== undefined && (value < min || (exclusiveMin && value === min))) {
    return exclusiveMin ? words.above(showNumber(min)) : words.tooSmall(showNumber(min));
  }
  if (max !== undefined && (value > max || (exclusiveMax && value === max))) {
    return exclusiveMax ? words.below(showNumber(max)) : words.tooLarge(showNumber(max));
  }
  return null;
}

interface Props extends NumberLimits {
  id: string;
  label: string;
  value: unknown;
  scale: Scale;
  unit?: string | undefined;
  help?: string | undefined;
  /** Nodes differ in it: the field is empty until something is typed. */
  mixed?: boolean;
  change(value: number): void;
}

/**
 * A number that is taken over with every key that makes it valid; until then it says what is wrong. A sum shows what it
 * comes to, and is taken over by Enter or by leaving the field.
 */
export function NumberField({ id, label, value, scale, unit, help, mixed = false, change, ...limits }: Props) {
  const [typed, setTyped] = useState<string | null>(null);
  const input = useRef<HTMLInputElement>(null);
  const text = typed ?? (mixed ? '' : showNumber(value));
  const problem = typed === null || (mixed && typed === '') ? null : problemOf(typed, scale, limits);
  const sum = typed === null || problem !== null ? null : sumOf(typed);

  // A value from elsewhere (undo, a fix) replaces what was typed.
  // biome-ignore lint/correctness/useExhaustiveDependencies: it is the value that matters.
  useEffect(() => {
    if (typed !== null && document.activeElement !== input.current) setTyped(null);
  }, [value]);

  const take = (next: string) => {
    setTyped(next);
    const found = evaluate(next);
    if (found.ok && !found.isSum && problemOf(next, scale, limits) === null) change(found.value);
  };
  const finish = () => {
    if (sum !== null) change(sum);
    setTyped(null);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Escape') {
      setTyped(null);
      input.current?.blur();
    }
    // What is not allowed stays, with the reason below it.
    if (event.key === 'Enter' && problem === null) finish();
    if ((event.key !== 'ArrowUp' && event.key !== 'ArrowDown') || typeof value !== 'number' || mixed) return;
    event.preventDefault();
    const next = stepNumber(value, scale, event.key === 'ArrowUp', event.shiftKey);
    if (limitProblem(next, limits) !== null) return;
    setTyped(null);
    change(next);
  };
  return (
    <>
      <div className={`field${problem ? ' invalid' : ''}`}>
        <input
          ref={input}
          id={id}
          className="number"
          inputMode="decimal"
          autoComplete="off"
          spellCheck={false}
          aria-label={label}
          aria-invalid={problem !== null}
          aria-describedby={problem ? `${id}-problem` : help}
          value={text}
          onChange={(event) => take(event.target.value)}
          onBlur={() => (problem === null ? finish() : setTyped(null))}
          placeholder={mixed ? words.mixed : undefined}
          onKeyDown={onKeyDown}
        />
        {sum !== null && <output className="field-unit">{words.sumIs(showNumber(sum))}</output>}
        {unit && sum === null && (
          <span className="field-unit" title={unit}>
            {unit}
          </span>
        )}
      </div>
      <FieldProblem id={id} problem={problem} />
    </>
  );
}

/** What a sum comes to; null for a plain number. */
function sumOf(text: string): number | null {
  const found = evaluate(text);
  return found.ok && found.isSum ? found.value : null;
}

function problemOf(text: string, scale: Scale, limits: NumberLimits): string | null {
  const found = evaluate(text);
  if (!found.ok) {
    if (found.problem === 'infinite') return words.notFinite;
    // A sign in it means that a sum was meant.
    const isSum = found.problem === 'syntax' && /[\d.)]\s*[-+*/^%×·÷−(]/.test(text);
    return isSum ? words.notSum(text.trim().slice(found.at, found.at + 1)) : words.notNumber;
  }
  if (scale === 'integer' && !Number.isInteger(found.value)) return words.notInteger;
  return limitProblem(found.value, limits);
}
