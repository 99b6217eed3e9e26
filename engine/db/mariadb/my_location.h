// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/result.h"

#include <QString>

#include <vector>

namespace busheng {

/// How the connection to a MariaDB server is protected.
enum class MyTls {
    Off,        ///< the default on a Unix socket and on this machine
    Require,    ///< encrypted, whoever answers
    VerifyFull, ///< the default elsewhere: encrypted, and the server's certificate names the host
};

struct MyServer {
    QString host; ///< name or address, or the absolute path of a Unix socket
    int port = 3306;

    bool isSocket() const { return host.startsWith(u'/'); }
    QString toString() const; ///< "10.1.2.3:3306"; of a socket its path
};

/// Where a MariaDB database is. Written like the keywords of libpq, so that a person learns one way only:
/// "host=10.1.2.3 port=3306 dbname=rsxt user=busheng passfile=/etc/busheng/rsxt.cnf". Several servers stand in `host`
/// with commas, the main one first; `port` is one for all of them, or one for each.
struct MyLocation {
    std::vector<MyServer> servers; ///< at least one
    QString database; ///< where tables are that are named without one, and where this program keeps its own
    QString user;
    QString passfile; ///< option file of MariaDB's clients ([client] password=...), readable by its owner only
    MyTls tls = MyTls::Off;
    QString rootCertificate; ///< sslrootcert: file of the authorities that may have signed the server's certificate
    QString certificate;     ///< sslcert, sslkey: who we are, where the server asks
    QString key;
};

/// Reads a location; does not connect. Values with blanks stand in single quotes, in which \ protects the next
/// character. Fails: Config CFG_BAD_VALUE for a syntax error, an unknown or repeated keyword, no database or user, or a
/// password: it would lie in clear in the journal and in exported configurations.
Result<MyLocation> parseMyLocation(const QString& location);

/// Why a server whose log ends at the GTIDs `found` is not the one that was known at `known`, or lacks what that one
/// had; empty: it is the one.
QString whyNotMyServer(const QString& known, const QString& found);

/// The same database for another user.
Result<QString> myLocationAs(const QString& location, const QString& user);

} // namespace busheng
