/** Style that a machine can judge: size, purity, promises. The walls between folders are in .dependency-cruiser.mjs. */
import { defineConfig, globalIgnores } from 'eslint/config';
import tseslint from 'typescript-eslint';
import { FILE_LINES_MAX, FUNCTION_LINES_MAX, TEST_LINES_MAX } from './architecture.mjs';

const SCREEN_LINES_MAX = 120;
const TESTS = ['**/*.test.ts', '**/*.test.tsx', '**/*-kit.ts', 'e2e/**'];

/** @param {number} max @returns {['error', object]} */
const size = (max) => ['error', { max, skipBlankLines: false, skipComments: false }];

const noDefaultExport = { selector: 'ExportDefaultDeclaration', message: 'Export by name, so that a thing is called the same everywhere.' };
const noEnum = { selector: 'TSEnumDeclaration', message: 'Use a const object or a union of words; Node runs the source as it is.' };
const noClock = [
  { selector: "CallExpression[callee.object.name='Date'][callee.property.name='now']", message: 'Time comes in as a value; only platform/clock asks the machine.' },
  { selector: "NewExpression[callee.name='Date'][arguments.length=0]", message: 'Time comes in as a value; only platform/clock asks the machine.' },
  { selector: "CallExpression[callee.name='Date']", message: 'Time comes in as a value; only platform/clock asks the machine.' },
  { selector: "CallExpression[callee.object.name='Math'][callee.property.name='random']", message: 'Chance comes in as a value; only platform/clock asks the machine.' },
];
const noFloatMoney = { selector: "CallExpression[callee.name='parseFloat']", message: 'Money is bigint minor units; parseMoney reads it exactly.' };
const noSwitchedOff = ['only', 'skip', 'todo', 'fails'].map((name) => ({
  selector: `CallExpression[callee.object.name=/^(test|it|describe)$/][callee.property.name='${name}']`,
  message: 'A test runs, or says by runIf or skipIf what it lacks.',
}));

export default defineConfig(
  globalIgnores(['**/node_modules/', '**/dist/', '**/coverage/', '.roundtrip/', 'web/src/i18n/**/*.mjs', '**/*.gen.ts']),
  {
    files: ['**/*.{ts,tsx,mjs}'],
    extends: [tseslint.configs.base],
    languageOptions: { parserOptions: { tsconfigRootDir: import.meta.dirname } },
    linterOptions: { reportUnusedDisableDirectives: 'error' },
    rules: { 'max-lines': size(FILE_LINES_MAX), 'no-warning-comments': ['error', { terms: ['todo', 'fixme', 'xxx', 'hack'], location: 'start' }] },
  },
  {
    files: ['**/*.{ts,tsx}'],
    languageOptions: { parserOptions: { projectService: true } },
    rules: {
      eqeqeq: ['error', 'always', { null: 'ignore' }],
      'prefer-const': 'error',
      'no-var': 'error',
      'no-restricted-syntax': ['error', noDefaultExport, noEnum, noFloatMoney],
      'max-lines-per-function': ['error', { max: FUNCTION_LINES_MAX, skipBlankLines: true, skipComments: true }],
      'max-params': ['error', { max: 4 }],
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'inline-type-imports' }],
      '@typescript-eslint/no-import-type-side-effects': 'error',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_', caughtErrors: 'none' }],
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/no-misused-promises': ['error', { checksVoidReturn: { attributes: false } }],
      '@typescript-eslint/await-thenable': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      '@typescript-eslint/only-throw-error': 'error',
      '@typescript-eslint/ban-ts-comment': 'error',
    },
  },
  // The router is told where to go by throwing a redirect.
  { files: ['web/src/**/*.tsx'], rules: { '@typescript-eslint/only-throw-error': 'off' } },
  { files: ['web/src/**/*.tsx'], rules: { 'max-lines-per-function': ['error', { max: SCREEN_LINES_MAX, skipBlankLines: true, skipComments: true }] } },
  {
    files: ['kernel/src/**/*.ts', 'contract/src/**/*.ts', 'server/src/{modules,flows,connectors}/**/*.ts'],
    ignores: TESTS,
    rules: { 'no-restricted-syntax': ['error', noDefaultExport, noEnum, noFloatMoney, ...noClock] },
  },
  { files: ['server/src/**/*.ts'], ignores: ['server/src/apps/**', ...TESTS], rules: { 'no-console': 'error' } },
  {
    files: TESTS,
    rules: {
      'max-lines': size(TEST_LINES_MAX),
      'max-lines-per-function': 'off',
      'no-restricted-syntax': ['error', noDefaultExport, noEnum, noFloatMoney, ...noSwitchedOff],
    },
  },
  { files: ['vitest.config.ts', 'web/vite.config.ts', 'web/lingui.config.ts'], rules: { 'no-restricted-syntax': 'off' } },
);
