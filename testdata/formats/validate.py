#!/usr/bin/env python3
"""Holds what kamcheck wrote against schemas, and the forms against each other: validate.py FOLDER.

FOLDER holds json, jsonl, sarif, gitlab, rdjson, github, concise, junit and checkstyle of one run that was made in the working
directory. Prints what is wrong, and in the end what was looked at."""
import json
import os
import re
import sys
import urllib.parse
import xml.etree.ElementTree as xml

from jsonschema import Draft202012Validator

HERE = os.path.dirname(os.path.abspath(__file__))
wrong = 0


def complain(text):
    global wrong
    wrong += 1
    if wrong <= 20:
        print('wrong:', text)


def read(name):
    with open(os.path.join(sys.argv[1], name), 'rb') as f:
        return f.read().decode('utf-8')  # strict: bytes that are no UTF-8 end it here


def no_twice(pairs):
    keys = [k for k, _ in pairs]
    if len(keys) != len(set(keys)):
        complain('a key stands twice: %s' % keys)
    return dict(pairs)


def parse(text):
    return json.loads(text, object_pairs_hook=no_twice)


def hold(value, schema, what):
    for e in list(Draft202012Validator(schema).iter_errors(value))[:3]:
        complain('%s: %s: %s' % (what, list(e.absolute_path), e.message[:200]))


def schema(path):
    with open(os.path.join(HERE, path)) as f:
        s = json.load(f)
    Draft202012Validator.check_schema(s)
    return s


class File:
    """A file as bytes, with columns counted as kamcheck promises: a byte that is part of no character is one."""
    known = {}

    def __init__(self, path):
        with open(path, 'rb') as f:
            self.bytes = f.read()
        self.starts = [0] + [m.end() for m in re.finditer(b'\n', self.bytes)]

    @classmethod
    def of(cls, path):
        if path not in cls.known:
            cls.known[path] = cls(path)
        return cls.known[path]

    def characters(self, line, offset):
        part = self.bytes[self.starts[line - 1]:offset]
        return part.decode('utf-8', 'surrogateescape')

    def check(self, what, line, column, offset):
        if not (self.starts[line - 1] <= offset <= len(self.bytes)):
            complain('%s: offset %d is not in line %d' % (what, offset, line))
        elif len(self.characters(line, offset)) + 1 != column:
            complain('%s: column %d of line %d is not at %d' % (what, column, line, offset))


def check_place(o, what):
    if o['path'] is None or not os.path.isfile(o['path']):
        return
    f = File.of(o['path'])
    f.check(what, o['line'], o['column'], o['offset'])
    f.check(what, o['end_line'], o['end_column'], o['end_offset'])
    if o['end_offset'] < o['offset']:
        complain('%s: it ends before it begins' % what)


def check_json():
    whole = schema('../../packaging/kamcheck.schema.json')
    o = parse(read('json'))
    hold(o, whole, 'json')
    for x in o['findings']:
        what = '%s %s:%s' % (x['code'], x['path'], x['line'])
        for place in [x] + x['notes'] + x['chain']:
            check_place(place, what)
    prints = [x['fingerprint'] for x in o['findings']]
    if len(prints) != len(set(prints)):
        complain('a fingerprint stands twice')
    n = o['summary']
    counts = [sum(x['severity'] == s for x in o['findings']) for s in ('error', 'warning', 'note')]
    if sum(counts) + n['left_out'] != n['errors'] + n['warnings'] + n['notes']:
        complain('the summary does not count %s' % counts)
    lines = [parse(line) for line in read('jsonl').splitlines()]
    if dict(lines[0], **lines[-1], findings=lines[1:-1]) != o:
        complain('jsonl is not json in lines')
    return o


def check_rdjson(findings):
    o = parse(read('rdjson'))
    hold(o, schema('rdjson.schema.json'), 'rdjson')
    for x, d in zip(findings, o['diagnostics']):
        start = d['location']['range']['start']
        if d['code']['value'] != x['code'] or (x['line'] and start['line'] != x['line']):
            complain('rdjson has %s where json has %s' % (d['code'], x['code']))
        if x['path'] and os.path.isfile(x['path']):
            f = File.of(x['path'])
            if f.starts[start['line'] - 1] + start['column'] - 1 != x['offset']:
                complain('rdjson: %s is no column in bytes' % start)
    return len(o['diagnostics'])


def check_gitlab():
    o = parse(read('gitlab'))
    hold(o, schema('gitlab.schema.json'), 'gitlab')
    if len({x['fingerprint'] for x in o}) != len(o):
        complain('gitlab: a fingerprint stands twice')
    return len(o)


def units(text):
    """GitHub's hashes of lines; written down from its description, independently of the C code."""
    out, was_cr = [], False
    raw = text.encode('utf-16-le', 'surrogatepass')
    for i in range(0, len(raw), 2):
        c = raw[i] | raw[i + 1] << 8
        if c in (32, 9) or (was_cr and c == 10):
            was_cr = False
            continue
        was_cr = c == 13
        out.append(10 if c == 13 else c)
    return out + [65535]


def line_hashes(path):
    with open(path, 'rb') as f:
        u = units(f.read().decode('utf-8', 'replace'))
    starts = [i for i in range(len(u)) if i == 0 or u[i - 1] == 10]
    u += [0] * 100
    seen, out = {}, []
    for s in starts:
        h = 0
        for c in u[s:s + 100]:
            h = (h * 37 + c) & 0xffffffffffffffff
        seen[h] = seen.get(h, 0) + 1
        out.append('%x:%d' % (h, seen[h]))
    return out


def check_sarif(findings):
    run = parse(read('sarif'))['runs'][0]
    rules = run['tool']['driver']['rules']
    hashes, hashed = {}, 0
    for x, r in zip(findings, run['results']):
        place = r['locations'][0]['physicalLocation']
        uri, region = place['artifactLocation']['uri'], place['region']
        path = urllib.parse.unquote_to_bytes(uri[7:] if uri.startswith('file://') else uri)
        if rules[r['ruleIndex']]['id'] != r['ruleId'] or r['ruleId'] != x['code']:
            complain('sarif: rule %s' % r['ruleId'])
        if x['line'] and [region[k] for k in ('startLine', 'startColumn', 'endLine', 'endColumn')] != \
                [x[k] for k in ('line', 'column', 'end_line', 'end_column')]:
            complain('sarif: region %s of %s' % (region, x))
        if re.search(r'[^A-Za-z0-9/._~%:-]', uri) or uri.startswith('./') or '..' in uri.split('/'):
            complain('sarif: uri %s' % uri)
        ids = re.findall(r'\]\((\d+)\)', r['message']['text'])
        if ids != [str(l['id']) for l in r.get('relatedLocations', [])]:
            complain('sarif: links %s of %s' % (ids, r['message']))
        own = r['partialFingerprints'].get('primaryLocationLineHash')
        if own and os.path.isfile(path):
            hashed += 1
            if path not in hashes:
                hashes[path] = line_hashes(path)
            if hashes[path][region['startLine'] - 1] != own:
                complain('sarif: hash of %s:%d' % (path, region['startLine']))
    for r in rules:
        if not 0 < len(r['fullDescription']['text']) <= 1024 or not r['help']['text'] or not r['help']['markdown']:
            complain('sarif: texts of %s' % r['id'])
    if findings and hashed < len(findings) * 0.8:
        complain('sarif: only %d hashes' % hashed)
    return len(run['results'])


def unescape(text, more=''):
    for c in ',:' if more else '':
        text = text.replace('%%%02X' % ord(c), c)
    return text.replace('%0A', '\n').replace('%0D', '\r').replace('%25', '%')


def check_github(findings):
    lines, i = read('github').split('\n'), 0
    if lines.pop() != '':
        complain('github: no newline at the end')
    for line in lines:
        m = re.fullmatch(r'::(error|warning|notice) ((?:[A-Za-z]+=[^,:]+,)*title=kamcheck(?: K\d{3})?)::([^\r\n]+)', line)
        if not m:
            complain('github: %r' % line[:200])
            continue
        p = dict(pair.split('=', 1) for pair in m[2].split(','))
        if p['title'] == 'kamcheck':
            continue
        if p['title'] != 'kamcheck ' + findings[i]['code']:
            complain('github: %s where json has %s' % (p['title'], findings[i]['code']))
        if 'col' in p and p['line'] != p['endLine']:
            complain('github: columns of several lines')
        if set(p) - {'file', 'line', 'endLine', 'col', 'endColumn', 'title'}:
            complain('github: %s' % p)
        i += 1
    return i


def check_xml():
    suites = xml.fromstring(read('junit').encode())
    for s in suites:
        n = [len(s), len(s.findall('testcase/failure')), len(s.findall('testcase/error'))]
        if n != [int(s.get(k)) for k in ('tests', 'failures', 'errors')]:
            complain('junit: counts of %s' % s.get('name'))
    tests = [t for t in suites.iter('testcase') if re.match(r'K\d{3} ', t.get('name'))]
    errors = [e for e in xml.fromstring(read('checkstyle').encode()).iter('error') if e.get('source') != 'kamcheck']
    return len(tests), len(errors)


def main():
    o = check_json()
    n = len(o['findings'])
    concise = [line for line in read('concise').split('\n') if re.search(r': (error|warning|note)\[K\d{3}\]: ', line)]
    junit, checkstyle = check_xml()
    counts = {'rdjson': check_rdjson(o['findings']), 'gitlab': check_gitlab(), 'sarif': check_sarif(o['findings']),
              'github': check_github(o['findings']), 'junit': junit, 'checkstyle': checkstyle, 'concise': len(concise)}
    for name, count in counts.items():
        if count != n:
            complain('%s has %d findings, json %d' % (name, count, n))
    print('%d findings in %d files, %d wrong' % (n, len(o['files']), wrong))
    sys.exit(wrong > 0)


main()
