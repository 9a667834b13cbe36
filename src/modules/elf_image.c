/*
 * elf_image - see elf_image.h.
 *
 * libelf takes the file apart (in memory, so it maps and opens nothing); texts are taken from the
 * bytes themselves, for what libelf hands out goes away with its handle.
 */
#include "modules/elf_image.h"

#include "base/bits.h"

#include <gelf.h>
#include <stdlib.h>
#include <string.h>

/* For glibc 2.35 and older. */
#ifndef SHT_RELR
#define SHT_RELR 19
#endif

/* More is no library that a linker made; less would be more work for hostile bytes than they are
 * long. */
enum { SEGMENTS_MOST = 64, TEXT_LONGEST = 1000 };

struct elf_reader {
	struct arena *arena;
	struct str bytes;
	struct elf_image *image;
	Elf *elf;
	unsigned machine;
	uint64_t relocations_seen;
};

const char elf_image_foreign[] = "it is for another machine: 64-bit x86-64 and arm64 can be read";

static const char damaged[] = "the file is cut off or damaged";

static bool is_inside(struct str bytes, uint64_t offset, uint64_t size)
{
	return offset <= bytes.n && size <= bytes.n - offset;
}

static const char *check_header(struct elf_reader *r)
{
	GElf_Ehdr header;

	if (elf_kind(r->elf) != ELF_K_ELF)
		return r->bytes.n ? "it is not an ELF file" : "the file is empty";
	if (!gelf_getehdr(r->elf, &header))
		return damaged;
	r->machine = header.e_machine;
	if (gelf_getclass(r->elf) != ELFCLASS64 || header.e_ident[EI_DATA] != ELFDATA2LSB ||
	    (r->machine != EM_X86_64 && r->machine != EM_AARCH64))
		return elf_image_foreign;
	if (header.e_type != ET_DYN)
		return "it is not a shared library";
	/* The table of sections stands at the end of the file. */
	if (!header.e_shoff || !is_inside(r->bytes, header.e_shoff, header.e_shentsize))
		return damaged;
	return NULL;
}

static const char *read_segments(struct elf_reader *r)
{
	struct elf_image *image = r->image;
	size_t count;

	if (elf_getphdrnum(r->elf, &count) || count > SEGMENTS_MOST)
		return damaged;
	image->segments = arena_array(r->arena, count, sizeof *image->segments);
	for (size_t i = 0; i < count; i++) {
		GElf_Phdr p;

		if (!gelf_getphdr(r->elf, (int)i, &p))
			return damaged;
		if (p.p_type != PT_LOAD)
			continue;
		if (!is_inside(r->bytes, p.p_offset, p.p_filesz) || p.p_filesz > p.p_memsz ||
		    p.p_vaddr > UINT64_MAX - p.p_memsz)
			return damaged;
		image->segments[image->segment_count++] =
		    (struct elf_segment){p.p_vaddr, p.p_memsz, p.p_filesz, r->bytes.p + p.p_offset,
					 (p.p_flags & PF_X) != 0};
	}
	return NULL;
}

/* The text at OFFSET of the file's part that BEGIN and SIZE bound, or NULL. */
static const char *text_in(struct str part, uint64_t offset)
{
	size_t most;

	if (offset >= part.n)
		return NULL;
	most = part.n - offset < TEXT_LONGEST ? part.n - offset : TEXT_LONGEST;
	return memchr(part.p + offset, 0, most) ? part.p + offset : NULL;
}

/* The bytes of the section with number INDEX. */
static bool section_bytes(struct elf_reader *r, size_t index, struct str *out)
{
	Elf_Scn *section = elf_getscn(r->elf, index);
	GElf_Shdr header;

	if (!section || !gelf_getshdr(section, &header) || header.sh_type == SHT_NOBITS ||
	    !is_inside(r->bytes, header.sh_offset, header.sh_size))
		return false;
	*out = (struct str){r->bytes.p + header.sh_offset, header.sh_size};
	return true;
}

static const char *read_symbols(struct elf_reader *r, Elf_Scn *section, const GElf_Shdr *header)
{
	struct elf_image *image = r->image;
	Elf_Data *data = elf_getdata(section, NULL);
	struct str names;
	size_t count;

	if (!data || !section_bytes(r, header->sh_link, &names) || image->symbols)
		return damaged;
	count = data->d_size / sizeof(Elf64_Sym);
	image->symbols = arena_array(r->arena, count + 1, sizeof *image->symbols);
	image->symbol_count = count;
	for (size_t i = 0; i < count; i++) {
		struct elf_symbol *s = &image->symbols[i];
		GElf_Sym symbol;

		if (!gelf_getsym(data, (int)i, &symbol))
			return damaged;
		s->name = text_in(names, symbol.st_name);
		if (!s->name)
			return damaged;
		s->address = symbol.st_value;
		s->size = symbol.st_size;
		s->is_defined = symbol.st_shndx != SHN_UNDEF;
	}
	return NULL;
}

static uint64_t number_at(const char *p, size_t size)
{
	uint64_t n = 0;

	for (size_t i = size; i-- > 0;)
		n = n << 8 | (unsigned char)p[i];
	return n;
}

/* The SIZE bytes at ADDRESS as the file has them; false when no memory is there. */
static bool raw_number(const struct elf_image *image, uint64_t address, size_t size, uint64_t *out)
{
	for (size_t i = 0; i < image->segment_count; i++) {
		const struct elf_segment *s = &image->segments[i];
		uint64_t offset = address - s->address;

		if (address < s->address || offset > s->memory_size ||
		    size > s->memory_size - offset)
			continue;
		*out = 0;
		if (offset <= s->file_size && size <= s->file_size - offset)
			*out = number_at(s->bytes + offset, size);
		return true;
	}
	return false;
}

static void add_relocation(struct elf_reader *r, uint64_t place, uint64_t value, const char *import)
{
	*LIST_ADD(r->arena, &r->image->relocations) = (struct elf_relocation){place, value, import};
}

/* Counts COUNT more; false when they are more than the file has words to relocate. */
static bool may_relocate(struct elf_reader *r, uint64_t count)
{
	if (count > r->bytes.n || r->relocations_seen + count > r->bytes.n / 8)
		return false;
	r->relocations_seen += count;
	return true;
}

enum target { TARGET_NONE, TARGET_SELF, TARGET_SYMBOL };

static enum target target_of(const struct elf_reader *r, uint64_t type)
{
	if (r->machine == EM_X86_64)
		return type == R_X86_64_RELATIVE                          ? TARGET_SELF
		       : type == R_X86_64_64 || type == R_X86_64_GLOB_DAT ? TARGET_SYMBOL
									  : TARGET_NONE;
	return type == R_AARCH64_RELATIVE                              ? TARGET_SELF
	       : type == R_AARCH64_ABS64 || type == R_AARCH64_GLOB_DAT ? TARGET_SYMBOL
								       : TARGET_NONE;
}

static const char *read_relocations(struct elf_reader *r, Elf_Scn *section, const GElf_Shdr *header)
{
	struct elf_image *image = r->image;
	size_t count = header->sh_size / sizeof(Elf64_Rela);
	Elf_Data *data;

	if (!may_relocate(r, count))
		return damaged;
	data = elf_getdata(section, NULL);
	if (!data)
		return damaged;
	for (size_t i = 0; i < count; i++) {
		const struct elf_symbol *s;
		uint64_t addend;
		GElf_Rela rela;

		if (!gelf_getrela(data, (int)i, &rela))
			return damaged;
		addend = (uint64_t)rela.r_addend;
		switch (target_of(r, GELF_R_TYPE(rela.r_info))) {
		case TARGET_NONE: continue;
		case TARGET_SELF: add_relocation(r, rela.r_offset, addend, NULL); continue;
		case TARGET_SYMBOL: break;
		}
		if (GELF_R_SYM(rela.r_info) >= image->symbol_count)
			return damaged;
		s = &image->symbols[GELF_R_SYM(rela.r_info)];
		add_relocation(r, rela.r_offset, s->address + addend,
			       s->is_defined ? NULL : s->name);
	}
	return NULL;
}

/* The number of places that a packed word stands for. */
static unsigned count_bits(uint64_t word)
{
	return word & 1 ? bits_count(word >> 1) : 1;
}

/* Packed places whose value stands in the file: an even word is a place, an odd one says by its
 * bits which of the 63 words behind the last place follow. */
static const char *read_packed(struct elf_reader *r, size_t index)
{
	struct str words;
	uint64_t next = 0, value;

	if (!section_bytes(r, index, &words))
		return damaged;
	for (size_t i = 0; i + 8 <= words.n; i += 8) {
		uint64_t word = number_at(words.p + i, 8);

		if (!may_relocate(r, count_bits(word)))
			return damaged;
		if (!(word & 1)) {
			if (raw_number(r->image, word, 8, &value))
				add_relocation(r, word, value, NULL);
			next = word + 8;
			continue;
		}
		for (uint64_t bit = 1; bit < 64; bit++) {
			uint64_t place = next + 8 * (bit - 1);

			if (word >> bit & 1 && raw_number(r->image, place, 8, &value))
				add_relocation(r, place, value, NULL);
		}
		next += 63 * 8;
	}
	return NULL;
}

/* Sections of type WANTED, or of both kinds of relocations when it is SHT_RELA. */
static const char *read_sections(struct elf_reader *r, uint32_t wanted)
{
	const char *why = NULL;
	size_t count;

	if (elf_getshdrnum(r->elf, &count))
		return damaged;
	for (size_t i = 1; !why && i < count; i++) {
		Elf_Scn *section = elf_getscn(r->elf, i);
		GElf_Shdr header;

		if (!section || !gelf_getshdr(section, &header))
			return damaged;
		if (wanted == SHT_DYNSYM && header.sh_type == SHT_DYNSYM)
			why = read_symbols(r, section, &header);
		if (wanted == SHT_RELA && header.sh_type == SHT_RELA && header.sh_flags & SHF_ALLOC)
			why = read_relocations(r, section, &header);
		if (wanted == SHT_RELA && header.sh_type == SHT_RELR)
			why = read_packed(r, i);
	}
	return why;
}

static int compare_places(const void *a, const void *b)
{
	uint64_t x = ((const struct elf_relocation *)a)->place;
	uint64_t y = ((const struct elf_relocation *)b)->place;

	return (x > y) - (x < y);
}

static const char *read_all(struct elf_reader *r)
{
	const char *why = check_header(r);

	if (!why)
		why = read_segments(r);
	if (!why)
		why = read_sections(r, SHT_DYNSYM);
	if (!why)
		why = read_sections(r, SHT_RELA);
	if (!why && r->image->relocations.count)
		qsort(r->image->relocations.all, r->image->relocations.count,
		      sizeof *r->image->relocations.all, compare_places);
	return why;
}

const char *elf_image_read(struct elf_image *image, struct arena *a, struct str bytes)
{
	struct elf_reader r = {.arena = a, .bytes = bytes, .image = image};
	const char *why;

	*image = (struct elf_image){0};
	if (elf_version(EV_CURRENT) == EV_NONE)
		return "libelf does not fit";
	/* It only reads, although it asks for more. */
	r.elf = elf_memory((char *)(uintptr_t)bytes.p, bytes.n);
	if (!r.elf)
		return bytes.n ? damaged : "the file is empty";
	why = read_all(&r);
	elf_end(r.elf);
	return why;
}

const struct elf_symbol *elf_image_symbol(const struct elf_image *image, struct str name)
{
	for (size_t i = 0; i < image->symbol_count; i++)
		if (image->symbols[i].is_defined && str_is(name, image->symbols[i].name))
			return &image->symbols[i];
	return NULL;
}

static const struct elf_relocation *relocation_at(const struct elf_image *image, uint64_t place)
{
	size_t lo = 0, hi = image->relocations.count;

	while (lo < hi) {
		size_t middle = lo + (hi - lo) / 2;

		if (image->relocations.all[middle].place < place)
			lo = middle + 1;
		else
			hi = middle;
	}
	return lo < image->relocations.count && image->relocations.all[lo].place == place
		   ? &image->relocations.all[lo]
		   : NULL;
}

struct elf_word elf_image_word(const struct elf_image *image, uint64_t address)
{
	const struct elf_relocation *r = relocation_at(image, address);
	struct elf_word word = {.kind = ELF_NUMBER};

	if (!raw_number(image, address, 8, &word.value))
		return (struct elf_word){.kind = ELF_OUTSIDE};
	if (r)
		return (struct elf_word){r->import ? ELF_IMPORT : ELF_ADDRESS, r->value, r->import};
	return word;
}

bool elf_image_u32(const struct elf_image *image, uint64_t address, uint32_t *out)
{
	uint64_t n;

	if (!raw_number(image, address, 4, &n))
		return false;
	*out = (uint32_t)n;
	return true;
}

static const struct elf_segment *segment_at(const struct elf_image *image, uint64_t address)
{
	for (size_t i = 0; i < image->segment_count; i++) {
		const struct elf_segment *s = &image->segments[i];

		if (address >= s->address && address - s->address < s->memory_size)
			return s;
	}
	return NULL;
}

const char *elf_image_text(const struct elf_image *image, uint64_t address)
{
	const struct elf_segment *s = segment_at(image, address);

	return s ? text_in((struct str){s->bytes, s->file_size}, address - s->address) : NULL;
}

bool elf_image_is_code(const struct elf_image *image, uint64_t address)
{
	const struct elf_segment *s = segment_at(image, address);

	return s && s->is_code;
}
