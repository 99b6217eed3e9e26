// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

/*
 * The interface between Busheng and a cipher device (card, machine, certified module) of a third party; plain C, so
 * that any compiler will do. docs/crypto-plugin.md tells an integrator how. This file may be copied into other
 * programs.
 *
 * The library exports one function, busheng_crypto_v1_entry(). All functions of the table may be called from several
 * threads at once, except that one AEAD key is used by one thread at a time. They return BUSHENG_CRYPTO_OK or one of
 * the other codes, never an exception, and write nothing behind what they say. Sizes are in bytes.
 */
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

#define BUSHENG_CRYPTO_ABI 1U

#define BUSHENG_CRYPTO_OK 0
#define BUSHENG_CRYPTO_REFUSED 1     /* the seal or envelope is broken, the argument is not what it must be */
#define BUSHENG_CRYPTO_UNAVAILABLE 2 /* the device is not there, busy for too long, or locked */

/* What the device does itself. Both are required today. */
#define BUSHENG_CRYPTO_CAN_AEAD 1U     /* SM4-GCM of packets: aead_* */
#define BUSHENG_CRYPTO_CAN_IDENTITY 2U /* keeps the node's SM2 private key: public_key, sign, unwrap */

typedef struct busheng_crypto_v1 {
    uint32_t abi;          /* BUSHENG_CRYPTO_ABI */
    uint32_t size;         /* sizeof(busheng_crypto_v1) */
    const char* name;      /* for people, UTF-8 */
    const char* version;   /* of the library */
    uint64_t capabilities; /* BUSHENG_CRYPTO_CAN_* */

    /* `settings`: "deviceSettings" of node.json, the library's own business; never a password. */
    int (*open)(const char* settings, void** device);
    void (*close)(void* device);
    int (*self_test)(void* device);

    /* SM4-GCM: key of 16, nonce of 12, tag of 16 bytes behind the ciphertext. */
    int (*aead_key)(void* device, const uint8_t* key, void** handle);
    int (*aead_seal)(void* handle, const uint8_t* nonce, const uint8_t* associated, size_t associated_size,
                     const uint8_t* plain, size_t plain_size, uint8_t* out); /* plain_size + 16 */
    int (*aead_open)(void* handle, const uint8_t* nonce, const uint8_t* associated, size_t associated_size,
                     const uint8_t* sealed, size_t sealed_size, uint8_t* out); /* sealed_size - 16; only when OK */
    void (*aead_free)(void* handle);                                           /* wipes the key */

    /* SM2, the key that the device keeps. */
    int (*public_key)(void* device, uint8_t* point); /* 64: x, y */
    int (*sign)(void* device, const uint8_t* id, size_t id_size, const uint8_t* message, size_t message_size,
                uint8_t* signature); /* 64: r, s; SM2 with SM3 over Z(id) and the message, GB/T 32918.2 */
    /* `wrapped`: exactly one SM2Cipher of GM/T 0009 in DER, which the caller has checked. */
    int (*unwrap)(void* device, const uint8_t* wrapped, size_t wrapped_size, uint8_t* out, size_t* out_size);
} busheng_crypto_v1;

typedef const busheng_crypto_v1* (*busheng_crypto_v1_entry_function)(void);
#define BUSHENG_CRYPTO_ENTRY "busheng_crypto_v1_entry"

#ifdef __cplusplus
}
#endif
