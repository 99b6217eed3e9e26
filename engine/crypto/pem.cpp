// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/crypto/pem.h"

#include "engine/crypto/openssl_error.h"
#include "engine/crypto/openssl_handle.h"

#include <openssl/err.h>
#include <openssl/pem.h>

#include <cstring>

namespace busheng {
namespace {

constexpr std::size_t kLargestPem = 256U << 10;

struct Block {
    char* name = nullptr;
    char* header = nullptr;
    unsigned char* data = nullptr;
    long size = 0;

    Block() = default;
    Block(const Block&) = delete;
    Block& operator=(const Block&) = delete;
    ~Block()
    {
        OPENSSL_free(name);
        OPENSSL_free(header);
        OPENSSL_clear_free(data, static_cast<std::size_t>(size));
    }

    bool readFrom(BIO* in) { return PEM_read_bio(in, &name, &header, &data, &size) == 1; }
};

} // namespace

Result<Bytes> readPem(BytesView pem, const char* label, PemBlocks blocks)
{
    if (pem.empty() || pem.size() > kLargestPem)
        return fail(ErrorCode::Crypto, QStringLiteral("%1 bytes cannot be a PEM file").arg(pem.size()));
    const BioHandle in(BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size())));
    Block block;
    if (!in || !block.readFrom(in.get()))
        return opensslFailure(QStringLiteral("not a PEM file"));
    if (std::strcmp(block.name, label) != 0)
        return fail(ErrorCode::Crypto, QStringLiteral("the PEM file holds a %1, not a %2")
                                           .arg(QString::fromLatin1(block.name).left(40), QLatin1String(label)));
    if (block.header[0] != '\0')
        return fail(ErrorCode::Crypto, QStringLiteral("the PEM block has headers or is encrypted"));
    if (Block next; blocks == PemBlocks::One && next.readFrom(in.get()))
        return fail(ErrorCode::Crypto, QStringLiteral("the PEM file holds more than one block"));
    ERR_clear_error(); // looking for a second block ends with "no start line"
    return Bytes(reinterpret_cast<const char*>(block.data), static_cast<std::size_t>(block.size));
}

} // namespace busheng
