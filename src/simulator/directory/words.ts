/** Of many alphabets and with the marks that get lost where somebody is careless. */
export const GIVEN_NAMES = [
  'Ana',
  'Bjørn',
  'Chloé',
  'Dimitra',
  'Eero',
  'Fatima',
  'Gábor',
  'Hanna',
  'Ivo',
  'José',
  'Kim',
  'Łukasz',
  'Mei',
  'Ngọc',
  'Olu',
  'Priya',
  'Quinn',
  'Rosa',
  'Søren',
  'Tala',
  'Ümit',
  'Vera',
  'Wanjiru',
  'Ximena',
  'Yara',
  'Zoë',
] as const;

export const FAMILY_NAMES = [
  'Andersen',
  'Bianchi',
  'Çelik',
  "D'Amico",
  'Eriksson',
  'Fernández',
  'García',
  'Haddad',
  'Ibrahim',
  'Jensen',
  'Kowalski',
  'López',
  'Müller',
  'Nguyễn',
  "O'Neil",
  'Patel',
  'Quispe',
  'Ruiz',
  'Šimić',
  'Tanaka',
  'Umarov',
  'van der Berg',
  'Weiß',
  'Xu',
  'Yılmaz',
  'Zhang',
] as const;

export const DEPARTMENTS = ['Sales', 'Engineering', 'Finance', 'People', 'Operations', 'Legal', 'Support', 'Research'];

export const TITLES = ['Analyst', 'Engineer', 'Lead', 'Consultant', 'Specialist', 'Manager', 'Advisor', 'Architect'];

export const PLACES = ['Lisboa', 'Kraków', 'Nairobi', 'São Paulo', 'Leeds', 'Hà Nội', 'Malmö', 'Austin'];

export const STREETS = ['Harbour Road', 'Mill Lane', 'Rua Nova', 'Long Street', 'Ringvägen', 'Market Square'];

/** What a group is for, beside its department. */
export const CIRCLES = ['All', 'Leads', 'Project Blue', 'Project Green', 'VPN', 'Travel', 'Newcomers', 'On call'];
