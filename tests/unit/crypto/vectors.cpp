// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/unit/crypto/vectors.h"

#include <QFile>
#include <QJsonDocument>

namespace busheng::test {
namespace {

const char* const kSm2Algorithm = "301306072a8648ce3d020106082a811ccf5501822d"; // id-ecPublicKey, curve SM2

} // namespace

QJsonObject vectorFile(const char* name)
{
    QFile file(QStringLiteral(BUSHENG_TEST_DATA "/crypto/") + QString::fromLatin1(name));
    if (!file.open(QIODevice::ReadOnly))
        qFatal("cannot open %s", qPrintable(file.fileName()));
    const QJsonDocument document = QJsonDocument::fromJson(file.readAll());
    if (!document.isObject())
        qFatal("%s is not JSON", qPrintable(file.fileName()));
    return document.object();
}

std::vector<QJsonObject> vectors(const QJsonObject& file, const char* key)
{
    std::vector<QJsonObject> all;
    for (const QJsonValue& value : file.value(QLatin1String(key)).toArray())
        all.push_back(value.toObject());
    if (all.empty())
        qFatal("no vectors under %s", key);
    return all;
}

Bytes hex(const QString& text)
{
    return QByteArray::fromHex(text.toLatin1()).toStdString();
}

Bytes hexOf(const QJsonObject& vector, const char* key)
{
    const QJsonValue value = vector.value(QLatin1String(key));
    if (!value.isString())
        qFatal("a vector without %s", key);
    return hex(value.toString());
}

Bytes flipped(Bytes bytes, std::size_t bit)
{
    bytes[bit / 8] = static_cast<char>(bytes[bit / 8] ^ (1 << (bit % 8)));
    return bytes;
}

Bytes der(unsigned char tag, BytesView content)
{
    Bytes out(1, static_cast<char>(tag));
    if (content.size() >= 0x100U)
        out += {static_cast<char>(0x82), static_cast<char>(content.size() >> 8)};
    else if (content.size() >= 0x80U)
        out += static_cast<char>(0x81);
    out += static_cast<char>(content.size() & 0xffU);
    return out.append(content);
}

Bytes derInteger(BytesView number)
{
    while (number.size() > 1 && number.front() == '\0')
        number.remove_prefix(1);
    Bytes content(number);
    if ((static_cast<unsigned char>(content.front()) & 0x80U) != 0)
        content.insert(content.begin(), '\0');
    return der(0x02, content);
}

Bytes pemOf(const char* label, BytesView bytes)
{
    const QByteArray base64 = toQByteArray(bytes).toBase64();
    Bytes out = Bytes("-----BEGIN ") + label + "-----\n";
    for (qsizetype at = 0; at < base64.size(); at += 64)
        out += base64.mid(at, 64).toStdString() + '\n';
    return out + "-----END " + label + "-----\n";
}

Bytes publishedPublicDer()
{
    const QJsonObject key = vectorFile("sm2.json").value(QLatin1String("key")).toObject();
    const Bytes point = Bytes(1, '\0') + '\x04' + hexOf(key, "x") + hexOf(key, "y");
    return der(0x30, hex(QLatin1String(kSm2Algorithm)) + der(0x03, point));
}

Bytes publishedPrivateDer()
{
    const QJsonObject key = vectorFile("sm2.json").value(QLatin1String("key")).toObject();
    const Bytes point = Bytes(1, '\0') + '\x04' + hexOf(key, "x") + hexOf(key, "y");
    const Bytes inner = der(0x30, derInteger("\x01") + der(0x04, hexOf(key, "private")) + der(0xa1, der(0x03, point)));
    return der(0x30, der(0x02, Bytes(1, '\0')) + hex(QLatin1String(kSm2Algorithm)) + der(0x04, inner));
}

Sm2Key publishedKey()
{
    Result<Sm2Key> key = Sm2Key::fromPrivatePem(pemOf("PRIVATE KEY", publishedPrivateDer()));
    if (!key)
        qFatal("the published key is refused: %s", qPrintable(key.error().toString()));
    return std::move(*key);
}

} // namespace busheng::test
