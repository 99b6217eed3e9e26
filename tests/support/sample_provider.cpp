// SPDX-License-Identifier: GPL-3.0-or-later
// An OpenSSL 3 provider as a third party would write one: SM4-GCM, by libgcrypt in place of its module. How to connect
// yours: docs/crypto-plugin.md. Its configuration may ask for a fault, so that the tests see a provider fail.
#include <openssl/core_dispatch.h>
#include <openssl/core_names.h>
#include <openssl/params.h>

#include <gcrypt.h>

#include <array>
#include <cstring>
#include <memory>
#include <string_view>

namespace {

constexpr std::size_t kKeyBytes = 16;
constexpr std::size_t kNonceBytes = 12;
constexpr std::size_t kTagBytes = 16;

struct Provider {
    bool wrongCipher = false;
    bool takesAnyTag = false;
    bool noSelfTest = false;
};

/// One cipher in use: a key, then message after message with a nonce each.
struct Cipher {
    const Provider* provider = nullptr;
    gcry_cipher_hd_t handle = nullptr;
    bool encrypts = false;
    std::array<unsigned char, kTagBytes> tag{};

    Cipher() = default;
    Cipher(const Cipher&) = delete;
    Cipher& operator=(const Cipher&) = delete;
    ~Cipher() { gcry_cipher_close(handle); }
};

Cipher& cipherOf(void* context)
{
    return *static_cast<Cipher*>(context);
}

void* newCipher(void* provider)
{
    auto cipher = std::make_unique<Cipher>();
    cipher->provider = static_cast<const Provider*>(provider);
    if (gcry_cipher_open(&cipher->handle, GCRY_CIPHER_SM4, GCRY_CIPHER_MODE_GCM, 0) != 0)
        return nullptr;
    return cipher.release();
}

void freeCipher(void* context)
{
    const std::unique_ptr<Cipher> gone(static_cast<Cipher*>(context));
}

/// OpenSSL gives the key, the nonce, or both.
int begin(void* context, const unsigned char* key, std::size_t keySize, const unsigned char* nonce,
          std::size_t nonceSize, bool encrypts)
{
    Cipher& cipher = cipherOf(context);
    cipher.encrypts = encrypts;
    if (key != nullptr && (keySize != kKeyBytes || gcry_cipher_setkey(cipher.handle, key, keySize) != 0))
        return 0;
    if (nonce != nullptr && (nonceSize != kNonceBytes || gcry_cipher_reset(cipher.handle) != 0 ||
                             gcry_cipher_setiv(cipher.handle, nonce, nonceSize) != 0))
        return 0;
    return 1;
}

int encryptInit(void* context, const unsigned char* key, std::size_t keySize, const unsigned char* nonce,
                std::size_t nonceSize, const OSSL_PARAM*)
{
    return begin(context, key, keySize, nonce, nonceSize, true);
}

int decryptInit(void* context, const unsigned char* key, std::size_t keySize, const unsigned char* nonce,
                std::size_t nonceSize, const OSSL_PARAM*)
{
    return begin(context, key, keySize, nonce, nonceSize, false);
}

/// Without `out`: what is authenticated only.
int update(void* context, unsigned char* out, std::size_t* outSize, std::size_t room, const unsigned char* in,
           std::size_t size)
{
    Cipher& cipher = cipherOf(context);
    if (out == nullptr) {
        *outSize = size;
        return gcry_cipher_authenticate(cipher.handle, in, size) == 0 ? 1 : 0;
    }
    if (room < size)
        return 0;
    *outSize = size;
    const gcry_error_t done = cipher.encrypts ? gcry_cipher_encrypt(cipher.handle, out, size, in, size)
                                              : gcry_cipher_decrypt(cipher.handle, out, size, in, size);
    if (cipher.provider->wrongCipher && size > 0)
        out[0] = static_cast<unsigned char>(out[0] ^ 1U);
    return done == 0 ? 1 : 0;
}

int finish(void* context, unsigned char*, std::size_t* outSize, std::size_t)
{
    Cipher& cipher = cipherOf(context);
    *outSize = 0;
    if (cipher.encrypts)
        return gcry_cipher_gettag(cipher.handle, cipher.tag.data(), cipher.tag.size()) == 0 ? 1 : 0;
    if (cipher.provider->takesAnyTag)
        return 1;
    return gcry_cipher_checktag(cipher.handle, cipher.tag.data(), cipher.tag.size()) == 0 ? 1 : 0;
}

int setSize(OSSL_PARAM* params, const char* name, std::size_t value)
{
    OSSL_PARAM* const param = OSSL_PARAM_locate(params, name);
    return param == nullptr || OSSL_PARAM_set_size_t(param, value) == 1 ? 1 : 0;
}

int cipherParams(OSSL_PARAM* params)
{
    constexpr unsigned kModeGcm = 6; // EVP_CIPH_GCM_MODE
    OSSL_PARAM* const mode = OSSL_PARAM_locate(params, OSSL_CIPHER_PARAM_MODE);
    OSSL_PARAM* const isAead = OSSL_PARAM_locate(params, OSSL_CIPHER_PARAM_AEAD);
    return setSize(params, OSSL_CIPHER_PARAM_BLOCK_SIZE, 1) && setSize(params, OSSL_CIPHER_PARAM_KEYLEN, kKeyBytes) &&
                   setSize(params, OSSL_CIPHER_PARAM_IVLEN, kNonceBytes) &&
                   (mode == nullptr || OSSL_PARAM_set_uint(mode, kModeGcm) == 1) &&
                   (isAead == nullptr || OSSL_PARAM_set_int(isAead, 1) == 1)
               ? 1
               : 0;
}

int getParams(void* context, OSSL_PARAM* params)
{
    const Cipher& cipher = cipherOf(context);
    OSSL_PARAM* const tag = OSSL_PARAM_locate(params, OSSL_CIPHER_PARAM_AEAD_TAG);
    return setSize(params, OSSL_CIPHER_PARAM_KEYLEN, kKeyBytes) &&
                   setSize(params, OSSL_CIPHER_PARAM_IVLEN, kNonceBytes) &&
                   setSize(params, OSSL_CIPHER_PARAM_AEAD_TAGLEN, kTagBytes) &&
                   (tag == nullptr || OSSL_PARAM_set_octet_string(tag, cipher.tag.data(), cipher.tag.size()) == 1)
               ? 1
               : 0;
}

int setParams(void* context, const OSSL_PARAM* params)
{
    Cipher& cipher = cipherOf(context);
    const OSSL_PARAM* const tag = OSSL_PARAM_locate_const(params, OSSL_CIPHER_PARAM_AEAD_TAG);
    if (tag == nullptr)
        return 1;
    void* to = cipher.tag.data();
    std::size_t size = 0;
    return OSSL_PARAM_get_octet_string(tag, &to, cipher.tag.size(), &size) == 1 && size == kTagBytes ? 1 : 0;
}

const OSSL_PARAM* settable(void*, void*)
{
    static const std::array<OSSL_PARAM, 2> params{
        OSSL_PARAM_construct_octet_string(OSSL_CIPHER_PARAM_AEAD_TAG, nullptr, 0), OSSL_PARAM_construct_end()};
    return params.data();
}

template <typename Function>
OSSL_DISPATCH entry(int id, Function* function)
{
    return {id, reinterpret_cast<void (*)()>(function)};
}

const OSSL_ALGORITHM* query(void*, int operation, int* noCache)
{
    static const std::array<OSSL_DISPATCH, 11> functions{entry(OSSL_FUNC_CIPHER_NEWCTX, newCipher),
                                                         entry(OSSL_FUNC_CIPHER_FREECTX, freeCipher),
                                                         entry(OSSL_FUNC_CIPHER_ENCRYPT_INIT, encryptInit),
                                                         entry(OSSL_FUNC_CIPHER_DECRYPT_INIT, decryptInit),
                                                         entry(OSSL_FUNC_CIPHER_UPDATE, update),
                                                         entry(OSSL_FUNC_CIPHER_FINAL, finish),
                                                         entry(OSSL_FUNC_CIPHER_GET_PARAMS, cipherParams),
                                                         entry(OSSL_FUNC_CIPHER_GET_CTX_PARAMS, getParams),
                                                         entry(OSSL_FUNC_CIPHER_SET_CTX_PARAMS, setParams),
                                                         entry(OSSL_FUNC_CIPHER_SETTABLE_CTX_PARAMS, settable),
                                                         {0, nullptr}};
    static const std::array<OSSL_ALGORITHM, 2> ciphers{
        OSSL_ALGORITHM{"SM4-GCM", "provider=sample", functions.data(), "SM4-GCM of the sample"},
        OSSL_ALGORITHM{nullptr, nullptr, nullptr, nullptr}};
    *noCache = 0;
    return operation == OSSL_OP_CIPHER ? ciphers.data() : nullptr;
}

int providerParams(void*, OSSL_PARAM* params)
{
    OSSL_PARAM* const name = OSSL_PARAM_locate(params, OSSL_PROV_PARAM_NAME);
    OSSL_PARAM* const version = OSSL_PARAM_locate(params, OSSL_PROV_PARAM_VERSION);
    return (name == nullptr || OSSL_PARAM_set_utf8_ptr(name, "Sample provider") == 1) &&
                   (version == nullptr || OSSL_PARAM_set_utf8_ptr(version, "1.0") == 1)
               ? 1
               : 0;
}

int selfTest(void* provider)
{
    return static_cast<const Provider*>(provider)->noSelfTest ? 0 : 1;
}

void teardown(void* provider)
{
    const std::unique_ptr<Provider> gone(static_cast<Provider*>(provider));
}

/// The value of `fault` in its section of OpenSSL's configuration.
std::string_view wantedFault(const OSSL_CORE_HANDLE* core, const OSSL_DISPATCH* in)
{
    for (; in->function_id != 0; ++in) {
        if (in->function_id != OSSL_FUNC_CORE_GET_PARAMS)
            continue;
        char* fault = nullptr;
        std::array<OSSL_PARAM, 2> asked{OSSL_PARAM_construct_utf8_ptr("fault", &fault, 0), OSSL_PARAM_construct_end()};
        if (OSSL_FUNC_core_get_params(in)(core, asked.data()) == 1 && fault != nullptr)
            return fault;
    }
    return {};
}

} // namespace

extern "C" __attribute__((visibility("default"))) int
OSSL_provider_init(const OSSL_CORE_HANDLE* core, const OSSL_DISPATCH* in, const OSSL_DISPATCH** out, void** context)
{
    static const std::array<OSSL_DISPATCH, 5> functions{entry(OSSL_FUNC_PROVIDER_QUERY_OPERATION, query),
                                                        entry(OSSL_FUNC_PROVIDER_GET_PARAMS, providerParams),
                                                        entry(OSSL_FUNC_PROVIDER_SELF_TEST, selfTest),
                                                        entry(OSSL_FUNC_PROVIDER_TEARDOWN, teardown),
                                                        {0, nullptr}};
    if (gcry_check_version(nullptr) == nullptr)
        return 0;
    const std::string_view fault = wantedFault(core, in);
    *context =
        std::make_unique<Provider>(Provider{fault == "wrong-cipher", fault == "takes-any-tag", fault == "no-self-test"})
            .release();
    *out = functions.data();
    return 1;
}
