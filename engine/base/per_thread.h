// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QThreadStorage>

#include <memory>

namespace busheng {

/// What perThread() knows of one of its objects.
template <typename T, typename Tag>
struct PerThread {
    static T*& mine()
    {
        thread_local T* mine = nullptr;
        return mine;
    }
    /// Qt ends what it keeps for main()'s thread with the application, while the thread goes on.
    struct Kept {
        std::shared_ptr<T> object;
        ~Kept() { mine() = nullptr; }
    };
    static QThreadStorage<Kept*>& owner()
    {
        // Never destroyed: a thread may outlive what main() leaves behind.
        static auto* const owner = new QThreadStorage<Kept*>;
        return *owner;
    }
};

/// One T for each thread, made at its first use there by `make` and kept until the thread ends; `Tag` tells one such
/// object from others of the same type. For room that is used again and again, too dear to make for each row.
///
/// Instead of `thread_local T`: on MinGW its destructor runs after the room of the thread's variables was given back,
/// and a thread that ends frees what is no longer there (seen under wine: the heap of a node destroyed). Only the
/// pointer is thread_local here; Qt owns the object.
///
/// Not to be called by what is destroyed with the thread itself. Thread: any.
template <typename T, typename Tag, typename Make>
T& perThread(Make make)
{
    T*& mine = PerThread<T, Tag>::mine();
    if (mine == nullptr) {
        auto made = std::shared_ptr<T>(make());
        mine = made.get();
        PerThread<T, Tag>::owner().setLocalData(new typename PerThread<T, Tag>::Kept{std::move(made)});
    }
    return *mine;
}

template <typename T, typename Tag>
T& perThread()
{
    return perThread<T, Tag>([] { return std::make_unique<T>(); });
}

} // namespace busheng
