import { type KeyboardEvent, useEffect, useRef, useState } from 'react';
import { texts } from '../texts';
import { FieldProblem } from './FieldProblem';
import { readNumber, type Scale, showNumber, stepNumber } from './format';

export interface NumberLimits {
  min?: number;
  max?: number;
  exclusiveMin?: boolean;
  exclusiveMax?: boolean;
}

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
  change(value: number): void;
}

/** A number that is taken over with every key that makes it valid; until then it says what is wrong. */
export function NumberField({ id, label, value, scale, unit, help, change, ...limits }: Props) {
  const [typed, setTyped] = useState<string | null>(null);
  const input = useRef<HTMLInputElement>(null);
  const text = typed ?? showNumber(value);
  const problem = typed === null ? null : problemOf(typed, scale, limits);

  // A value from elsewhere (undo, a fix) replaces what was typed.
  // biome-ignore lint/correctness/useExhaustiveDependencies: it is the value that matters.
  useEffect(() => {
    if (typed !== null && readNumber(typed) !== value && document.activeElement !== input.current) setTyped(null);
  }, [value]);

  const take = (next: string) => {
    setTyped(next);
    const number = readNumber(next);
    if (number !== null && problemOf(next, scale, limits) === null) change(number);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Escape') {
      setTyped(null);
      input.current?.blur();
    }
    // What is not allowed stays, with the reason below it.
    if (event.key === 'Enter' && problem === null) setTyped(null);
    if ((event.key !== 'ArrowUp' && event.key !== 'ArrowDown') || typeof value !== 'number') return;
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
          onBlur={() => setTyped(null)}
          onKeyDown={onKeyDown}
        />
        {unit && (
          <span className="field-unit" title={unit}>
            {unit}
          </span>
        )}
      </div>
      <FieldProblem id={id} problem={problem} />
    </>
  );
}

function problemOf(text: string, scale: Scale, limits: NumberLimits): string | null {
  const number = readNumber(text);
  if (number === null) return words.notNumber;
  if (scale === 'integer' && !Number.isInteger(number)) return words.notInteger;
  return limitProblem(number, limits);
}
