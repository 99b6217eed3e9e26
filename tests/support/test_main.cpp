// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/test_main.h"

#include <vector>

namespace busheng::test {
namespace {

struct Entry {
    QString name;
    Factory factory;
};

std::vector<Entry>& entries()
{
    static std::vector<Entry> all;
    return all;
}

} // namespace

Registration::Registration(const char* name, Factory factory)
{
    entries().push_back({QString::fromLatin1(name), std::move(factory)});
}

int runTests(int argc, char** argv)
{
    QStringList arguments;
    for (int i = 0; i < argc; ++i)
        arguments.append(QString::fromLocal8Bit(argv[i]));
    QString only;
    if (arguments.size() > 1 && !arguments.at(1).startsWith(u'-'))
        only = arguments.takeAt(1);
    int failures = 0;
    bool found = false;
    for (const Entry& entry : entries()) {
        if (!only.isEmpty() && entry.name != only)
            continue;
        found = true;
        const std::unique_ptr<QObject> object = entry.factory();
        failures += QTest::qExec(object.get(), arguments);
    }
    if (!found) {
        qCritical("no test class named '%s' in this program", qPrintable(only));
        return 1;
    }
    return failures;
}

} // namespace busheng::test
