/*
 * Filters and orders of runs. What names and functions mean is decided after parsing; the words are case-insensitive, texts
 * and keys are not. The lexer never fails: what belongs nowhere becomes a token that no rule takes.
 */
grammar Filter;

options {
  caseInsensitive = true;
}

filter
  : disjunction? EOF
  ;

order
  : operand (ASC | DESC)? EOF
  ;

disjunction
  : conjunction (OR conjunction)*
  ;

conjunction
  : negation (AND negation)*
  ;

negation
  : NOT negation
  | LEFT disjunction RIGHT
  | condition
  ;

condition
  : operand predicate?
  ;

operand
  : call
  | name
  ;

call
  : WORD LEFT (argument (COMMA argument)*)? RIGHT
  ;

argument
  : operand
  | value
  ;

name
  : WORD (KEY | DOUBLE)?
  ;

predicate
  : OPERATOR value                            # comparison
  | NOT? IN LEFT value (COMMA value)* RIGHT   # membership
  | NOT? (LIKE | ILIKE) value                 # likeness
  | NOT? BETWEEN value AND value              # range
  | IS NOT? NULL                              # presence
  ;

value
  : TEXT
  | DOUBLE
  | NUMBER
  | DURATION
  | TRUE
  | FALSE
  | WORD LEFT RIGHT ((PLUS | MINUS)? DURATION)?
  ;

AND: 'AND';
OR: 'OR';
NOT: 'NOT';
IN: 'IN';
LIKE: 'LIKE';
ILIKE: 'ILIKE';
BETWEEN: 'BETWEEN';
IS: 'IS';
NULL: 'NULL';
ASC: 'ASC';
DESC: 'DESC';
TRUE: 'TRUE';
FALSE: 'FALSE';

LEFT: '(';
RIGHT: ')';
COMMA: ',';
PLUS: '+';
MINUS: '-';
OPERATOR: '=' | '!=' | '<=' | '>=' | '<' | '>';
MISUSED: '==' | '<>' | '&&' | '||' | '!' | '=~' | '!~' | '~' | '=>' | '=<' | '&' | '|' | ':' | ';';

WORD: [A-Z_] [A-Z0-9_.]*;
DURATION: [+-]? [0-9]+ ('MS' | 'S' | 'M' | 'H' | 'D' | 'W');
NUMBER: [+-]? ([0-9]+ ('.' [0-9]*)? | '.' [0-9]+) ('E' [+-]? [0-9]+)?;

TEXT: '\'' (~'\'' | '\'\'')* '\'';
DOUBLE: '"' (~'"' | '""')* '"';
KEY: '`' (~'`' | '``')* '`';
UNCLOSED: '\'' (~'\'' | '\'\'')* | '"' (~'"' | '""')* | '`' (~'`' | '``')*;

SPACE: [ \t\r\n]+ -> skip;
JUNK: .;
