# SPDX-License-Identifier: GPL-3.0-or-later
# Headers that nearly every file includes are compiled once: it takes a third to a half off every compilation. A file still includes
# all that it uses; the release and the sanitizer builds, which precompile nothing, show it when one does not.
option(BUSHENG_PRECOMPILED "Compile the headers of the libraries once" ON)

if(BUSHENG_PRECOMPILED)
    # Qt gives every test its folder by a definition; nobody reads it here, and headers of one test would not do for another.
    set_property(TARGET Qt6::Test PROPERTY INTERFACE_COMPILE_DEFINITIONS QT_TESTLIB_LIB)
    # One set of headers serves libraries and programs, so both are compiled alike.
    set(CMAKE_CXX_COMPILE_OPTIONS_PIE "-fPIC")
    if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
        # Or ccache cannot tell one from another; and with precompiled headers GCC 12 sees copies beyond the end of short std::strings
        # that are none (a release is compiled with these warnings).
        target_compile_options(project_flags INTERFACE -fpch-preprocess
            -Wno-array-bounds -Wno-stringop-overflow -Wno-stringop-overread -Wno-restrict)
    endif()
elseif(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
    # They depend on what GCC inlined, and are wrong now and then (its bug 105651): shown, but no reason for a package not to be made.
    target_compile_options(project_flags INTERFACE
        -Wno-error=array-bounds -Wno-error=stringop-overflow -Wno-error=stringop-overread -Wno-error=restrict)
endif()

# busheng_precompiled(<target> <kind>): core: the standard library and QtCore; test: and Qt Test; widgets: and Qt Widgets;
# widgets_test: all of it. The headers are those of precompiled/<kind>.h.
function(busheng_precompiled target kind)
    if(NOT BUSHENG_PRECOMPILED)
        return()
    endif()
    set(maker precompiled_${kind})
    set(options "")
    if(kind STREQUAL "test" AND CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
        set(options -O0) # a third off compiling what runs once; what the tests run is optimised, and so is what measures a window
    endif()
    target_compile_options(${target} PRIVATE ${options})
    if(NOT TARGET ${maker})
        set(links_core Qt6::Core)
        set(links_test Qt6::Network Qt6::Test)
        set(links_widgets Qt6::Widgets)
        set(links_widgets_test Qt6::Widgets Qt6::Network Qt6::Test)
        add_library(${maker} OBJECT "${PROJECT_SOURCE_DIR}/cmake/precompiled/precompiled.cpp")
        target_compile_options(${maker} PRIVATE ${options})
        target_link_libraries(${maker} PRIVATE project_flags tl::expected ${links_${kind}})
        target_precompile_headers(${maker} PRIVATE "${PROJECT_SOURCE_DIR}/cmake/precompiled/${kind}.h")
    endif()
    target_precompile_headers(${target} REUSE_FROM ${maker})
endfunction()
