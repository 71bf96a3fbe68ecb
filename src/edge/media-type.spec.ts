import { describe, expect, it } from '@jest/globals';
import { isJson } from './media-type.js';

describe('isJson', () => {
  it.each([
    undefined,
    '',
    'application/scim+json',
    'application/scim+json; charset=utf-8',
    'application/scim+json;charset="UTF-8"',
    'application/json',
    'application/json; charset=UTF8',
    'APPLICATION/JSON',
    'application/scim+json; charset=iso-8859-1',
    'application/scim+json ; v=2',
    'application/vnd.acme.v1+json',
  ])('accepts %p', (contentType) => {
    expect(isJson(contentType)).toBe(true);
  });

  it.each([
    'text/plain',
    'text/html; charset=utf-8',
    'application/xml',
    'application/x-www-form-urlencoded',
    'multipart/form-data; boundary=application/json',
    'application/jsonp',
    'application/+json',
    'application/json+xml',
    'json',
    '+json',
  ])('refuses %p', (contentType) => {
    expect(isJson(contentType)).toBe(false);
  });

  it('reads a header as long as Node lets through in linear time', () => {
    expect(isJson(`a/${'+json'.repeat(3000)}x`)).toBe(false);
  });
});
