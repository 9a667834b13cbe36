/*
 * elf_image - a shared library as it would lie in memory, read from its bytes with libelf.
 *
 * Nothing is loaded or executed.  What must stay true: the bytes are hostile; whatever they say, no
 * byte outside of them is read, and reading takes time in proportion to them.
 */
#ifndef KAMCHECK_ELF_IMAGE_H
#define KAMCHECK_ELF_IMAGE_H

#include "base/arena.h"
#include "base/list.h"
#include "base/str.h"

struct elf_segment {
	uint64_t address, memory_size, file_size;
	const char *bytes; /* file_size of them; the rest of the memory is zero */
	bool is_code;
};

struct elf_symbol {
	const char *name; /* in the file's bytes */
	uint64_t address, size;
	bool is_defined;
};

/* What the dynamic linker writes to a place. */
struct elf_relocation {
	uint64_t place, value;
	const char *import; /* of another library: its name; else NULL and VALUE is the address */
};

struct elf_image {
	struct elf_segment *segments;
	struct elf_symbol *symbols;
	LIST_OF(struct elf_relocation) relocations; /* sorted by place */
	size_t segment_count, symbol_count;
};

/*
 * Reads the library whose file is BYTES, which must outlive the image; memory from A.  Returns
 * NULL, or in words why it cannot be read.  Takes 64-bit libraries for x86-64 and arm64.
 */
const char *elf_image_read(struct elf_image *image, struct arena *a, struct str bytes);

/* What elf_image_read() says of a file for another machine, which may be sound. */
extern const char elf_image_foreign[];

/* The defined symbol NAME, or NULL. */
const struct elf_symbol *elf_image_symbol(const struct elf_image *image, struct str name);

enum elf_word_kind {
	ELF_OUTSIDE, /* no memory there */
	ELF_NUMBER,
	ELF_ADDRESS, /* in the library */
	ELF_IMPORT,  /* a symbol of another one */
};

struct elf_word {
	enum elf_word_kind kind;
	uint64_t value;
	const char *import;
};

/* The eight bytes at ADDRESS after linking. */
struct elf_word elf_image_word(const struct elf_image *image, uint64_t address);

/* The four bytes at ADDRESS; false when no memory is there. */
bool elf_image_u32(const struct elf_image *image, uint64_t address, uint32_t *out);

/* The text at ADDRESS, up to its NUL; NULL when there is none. */
const char *elf_image_text(const struct elf_image *image, uint64_t address);

/* Whether ADDRESS lies in a part that is executed. */
bool elf_image_is_code(const struct elf_image *image, uint64_t address);

#endif
