/** The organisation that is a platform for labor contracts in the demonstration. */
export const PLATFORM = 'gd';
