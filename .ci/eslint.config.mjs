// The recommended rules would be a package of their own: these are those that find mistakes.
const rules = [
  'eqeqeq', 'no-const-assign', 'no-dupe-keys', 'no-empty', 'no-eval', 'no-fallthrough', 'no-implied-eval',
  'no-redeclare', 'no-undef', 'no-unreachable', 'no-unused-vars', 'no-var', 'prefer-const',
];
const globals = ['addEventListener', 'document', 'IntersectionObserver', 'navigator'];

export default [{
  files: ['**/*.js'],
  languageOptions: {
    sourceType: 'script',
    globals: Object.fromEntries(globals.map(name => [name, 'readonly'])),
  },
  rules: Object.fromEntries(rules.map(name => [name, 'error'])),
}];
