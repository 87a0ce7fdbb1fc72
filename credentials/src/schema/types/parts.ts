import {
  certificateIdentifier,
  codes,
  group,
  name,
  optional,
  required,
  text,
  uscc,
  citizenNumber,
} from '../definition.js';

/** Fields that several types have. */

/** 电子证照标识 with its check character (GB/T 36904, GB/T 17710). */
export const certificate = optional('电子证照标识', 'E-certificate identifier', certificateIdentifier);
export const holderName = required('姓名', 'Name', name);
export const holderNumber = required('公民身份号码', 'Citizen number', citizenNumber);
export const sex = optional('性别', 'Sex', codes({ male: ['男', 'Male'], female: ['女', 'Female'] }));

export const organisation = group({
  name: required('名称', 'Name', text(120)),
  uscc: required('统一社会信用代码', 'Unified social credit code', uscc),
});

export const sensitivePerson = group({
  name: required('姓名', 'Name', name, 'sensitive'),
  citizenNumber: required('公民身份号码', 'Citizen number', citizenNumber, 'sensitive'),
});
