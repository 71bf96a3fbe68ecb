import { globalIgnores } from 'eslint/config';
import tseslint from 'typescript-eslint';

/** What the compiler, Prettier and the module boundaries say is not repeated here. */
export default tseslint.config(
  globalIgnores(['dist', 'data', 'coverage', 'examples']),
  {
    files: ['**/*.ts'],
    extends: [tseslint.configs.recommendedTypeChecked],
    languageOptions: { parserOptions: { project: './tsconfig.json', tsconfigRootDir: import.meta.dirname } },
    linterOptions: { reportUnusedDisableDirectives: 'error' },
    rules: {
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'inline-type-imports' }],
      '@typescript-eslint/no-non-null-assertion': 'error',
      '@typescript-eslint/only-throw-error': 'off',
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      '@typescript-eslint/return-await': ['error', 'in-try-catch'],
      '@typescript-eslint/prefer-readonly': 'error',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', ignoreRestSiblings: true }],
      '@typescript-eslint/no-extraneous-class': 'off',
      eqeqeq: ['error', 'always', { null: 'ignore' }],
      'max-depth': ['error', 3],
      'max-params': ['error', 5],
      complexity: ['error', 12],
      'max-lines-per-function': ['error', { max: 35, skipBlankLines: true, skipComments: true }],
      'max-lines': ['error', { max: 250, skipBlankLines: true, skipComments: true }],
      'no-console': 'error',
      'no-param-reassign': 'error',
      'no-restricted-syntax': [
        'error',
        { selector: 'TSEnumDeclaration', message: 'A union of strings says the same and leaves no code behind.' },
        { selector: 'ExportAllDeclaration[exported=null]', message: 'What is public is named.' },
      ],
      'prefer-template': 'error',
    },
  },
  {
    // Tables of cases are long, a value that must be there may be said to be, and what a server answered has no type.
    files: ['**/*.spec.ts', 'test/**/*.ts', 'bench/**/*.ts'],
    rules: {
      '@typescript-eslint/no-non-null-assertion': 'off',
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-argument': 'off',
      '@typescript-eslint/no-unsafe-call': 'off',
      '@typescript-eslint/no-unsafe-member-access': 'off',
      '@typescript-eslint/no-unsafe-return': 'off',
      'max-lines': 'off',
      'max-lines-per-function': 'off',
    },
  },
  {
    // What a decorator hands in is no decision of the caller's.
    files: ['**/*.controller.ts'],
    rules: { 'max-params': 'off' },
  },
  {
    // Migrations are long because SQL is.
    files: ['src/migrations/**/*.ts'],
    rules: { 'max-lines': 'off' },
  },
);
