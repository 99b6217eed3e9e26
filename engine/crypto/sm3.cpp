// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/crypto/sm3.h"

#include "engine/crypto/gcrypt_start.h"

#include <gcrypt.h>

#include <cstring>

namespace busheng {
namespace {

// A process whose digest is missing can say nothing true about what it stores or receives. cryptoSelfTest() finds this
// out at the start and says it properly; whoever skipped that ends here.
void requireGcrypt()
{
    if (const Result<> started = startGcrypt(); !started)
        qFatal("%s", qPrintable(started.error().toString()));
}

} // namespace

struct Sm3::Impl {
    gcry_md_hd_t handle = nullptr;

    Impl()
    {
        requireGcrypt();
        if (const gcry_error_t error = gcry_md_open(&handle, GCRY_MD_SM3, 0); error != 0)
            qFatal("SM3 cannot be opened: %s", gcry_strerror(error));
    }
    Impl(const Impl&) = delete;
    Impl& operator=(const Impl&) = delete;
    ~Impl() { gcry_md_close(handle); }
};

Sm3::Sm3() : m_impl(std::make_unique<Impl>()) {}

Sm3::~Sm3() = default;

void Sm3::update(BytesView bytes)
{
    gcry_md_write(m_impl->handle, bytes.data(), bytes.size());
}

Digest Sm3::finish()
{
    Digest digest;
    std::memcpy(digest.data(), gcry_md_read(m_impl->handle, GCRY_MD_SM3), digest.size());
    gcry_md_reset(m_impl->handle);
    return digest;
}

Digest sm3(BytesView bytes)
{
    requireGcrypt();
    Digest digest;
    gcry_md_hash_buffer(GCRY_MD_SM3, digest.data(), bytes.data(), bytes.size());
    return digest;
}

} // namespace busheng
