// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/crypto/sm4_gcm.h"

#include "engine/base/log.h"
#include "engine/crypto/gcrypt_start.h"
#include "engine/crypto/sm4_gcm_wide.h"
#include "engine/crypto/wipe.h"

#include <gcrypt.h>

namespace busheng {

struct Sm4Gcm::Impl {
    gcry_cipher_hd_t handle = nullptr;
    std::unique_ptr<Sm4GcmWide> wide; ///< instead of it

    Impl() = default;
    Impl(const Impl&) = delete;
    Impl& operator=(const Impl&) = delete;
    ~Impl() { gcry_cipher_close(handle); } // wipes key and tables

    /// Sets the nonce and takes in what is authenticated only. Every message begins here: without it libgcrypt would
    /// go on with an all-zero nonce.
    gcry_error_t begin(const Nonce& nonce, BytesView associated)
    {
        gcry_error_t error = gcry_cipher_reset(handle);
        if (error == 0)
            error = gcry_cipher_setiv(handle, nonce.data(), nonce.size());
        if (error == 0 && !associated.empty())
            error = gcry_cipher_authenticate(handle, associated.data(), associated.size());
        return error;
    }
};

namespace {

/// Whether both make the same of a message that has whole groups of blocks, single ones, and a rest.
bool agreeOnAMessage()
{
    const Bytes key = "a key of 16 byte";
    const Bytes plain(1700, 'm');
    const Bytes associated(21, 'a');
    Nonce nonce{};
    nonce.fill('n');
    auto library = Sm4Gcm::create(key, Sm4Gcm::By::Library);
    Bytes theirs;
    if (!library || !(*library)->seal(nonce, associated, plain, theirs))
        return false;
    Bytes ours(theirs.size(), '\0');
    const std::span<char> all(ours);
    Sm4GcmWide(key).seal(nonce, associated, plain, all.first(plain.size()), all.subspan(plain.size()));
    if (ours != theirs)
        qCWarning(logCrypto, "this processor's SM4 is not that of the library; the library is used");
    return ours == theirs;
}

bool mayUseWide()
{
    static const bool may = Sm4GcmWide::isSupported() && agreeOnAMessage();
    return may;
}

} // namespace

Sm4Gcm::Sm4Gcm(std::unique_ptr<Impl> impl) : m_impl(std::move(impl)) {}

Sm4Gcm::~Sm4Gcm() = default;

Result<std::unique_ptr<Sm4Gcm>> Sm4Gcm::create(BytesView key, By by)
{
    ENGINE_TRY(startGcrypt());
    if (key.size() != kSm4KeyBytes)
        return fail(ErrorCode::Crypto,
                    QStringLiteral("an SM4 key has %1 bytes, not %2").arg(kSm4KeyBytes).arg(key.size()));
    auto impl = std::make_unique<Impl>();
    if (by == By::Best && mayUseWide()) {
        impl->wide = std::make_unique<Sm4GcmWide>(key);
        return std::unique_ptr<Sm4Gcm>(new Sm4Gcm(std::move(impl)));
    }
    gcry_error_t error = gcry_cipher_open(&impl->handle, GCRY_CIPHER_SM4, GCRY_CIPHER_MODE_GCM, GCRY_CIPHER_SECURE);
    if (error == 0)
        error = gcry_cipher_setkey(impl->handle, key.data(), key.size());
    if (error != 0)
        return gcryptFailure(QStringLiteral("SM4-GCM cannot be set up"), error);
    return std::unique_ptr<Sm4Gcm>(new Sm4Gcm(std::move(impl)));
}

Result<> Sm4Gcm::seal(const Nonce& nonce, BytesView associated, BytesView plain, Bytes& out)
{
    const std::size_t before = out.size();
    out.resize(before + plain.size() + kGcmTagBytes);
    const std::span<char> sealed = std::span(out).subspan(before);
    if (m_impl->wide) {
        m_impl->wide->seal(nonce, associated, plain, sealed.first(plain.size()), sealed.subspan(plain.size()));
        return {};
    }
    gcry_error_t error = m_impl->begin(nonce, associated);
    if (error == 0 && !plain.empty())
        error = gcry_cipher_encrypt(m_impl->handle, sealed.data(), plain.size(), plain.data(), plain.size());
    if (error == 0)
        error = gcry_cipher_gettag(m_impl->handle, sealed.data() + plain.size(), kGcmTagBytes);
    if (error != 0) {
        wipe(sealed);
        out.resize(before);
        return gcryptFailure(QStringLiteral("sealing failed"), error);
    }
    return {};
}

Result<> Sm4Gcm::open(const Nonce& nonce, BytesView associated, BytesView sealed, Bytes& out)
{
    if (sealed.size() < kGcmTagBytes)
        return fail(ErrorCode::Crypto, QStringLiteral("%1 bytes are too short to hold a tag").arg(sealed.size()));
    const BytesView cipher = sealed.substr(0, sealed.size() - kGcmTagBytes);
    const BytesView tag = sealed.substr(cipher.size());
    const std::size_t before = out.size();
    out.resize(before + cipher.size());
    const std::span<char> plain = std::span(out).subspan(before);
    if (m_impl->wide) {
        if (m_impl->wide->open(nonce, associated, cipher, tag, plain))
            return {};
        out.resize(before);
        return fail(ErrorCode::Crypto, QStringLiteral("the seal is broken: the tag is wrong"));
    }
    gcry_error_t error = m_impl->begin(nonce, associated);
    if (error == 0 && !cipher.empty())
        error = gcry_cipher_decrypt(m_impl->handle, plain.data(), plain.size(), cipher.data(), cipher.size());
    if (error == 0)
        error = gcry_cipher_checktag(m_impl->handle, tag.data(), tag.size());
    if (error != 0) {
        wipe(plain);
        out.resize(before);
        return gcryptFailure(QStringLiteral("the seal is broken"), error);
    }
    return {};
}

} // namespace busheng
