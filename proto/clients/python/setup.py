"""Generates the stubs from the contract while the package is built.

The rules that stand beside the fields (protovalidate) are left out of the Python stubs: the server enforces them, and a
client would need a library for them.
"""

from pathlib import Path

from setuptools import setup
from setuptools.command.build_py import build_py

PROTO = Path(__file__).resolve().parents[2] / "src" / "main" / "proto"
RULES = "(buf.validate."


def end_of(text: str, start: int, closing: str) -> int:
    """The index of the closing character that matches, outside of strings and nested brackets."""
    depth, i, quoted = 0, start, False
    while True:
        c = text[i]
        if quoted:
            i += c == "\\"
            quoted = c != '"'
        elif c == '"':
            quoted = True
        elif depth == 0 and c == closing:
            return i
        else:
            depth += (c in "[{(") - (c in "]})")
        i += 1


def without_rules(text: str) -> str:
    """A proto file's text without the rules of protovalidate."""
    text = text.replace('import "buf/validate/validate.proto";\n', "")
    while f"option {RULES}" in text:
        start = text.index(f"option {RULES}")
        text = text[:start] + text[end_of(text, start, ";") + 1 :]
    while f"[{RULES}" in text:
        start = text.index(f"[{RULES}")
        text = text[:start].rstrip() + text[end_of(text, start + 1, "]") + 1 :]
    return text


class GenerateStubs(build_py):
    def run(self) -> None:
        import grpc_tools
        from google import rpc
        from grpc_tools import protoc

        work = Path(self.get_finalized_command("build").build_temp).resolve() / "proto"
        files = sorted(PROTO.glob("throughline/**/*.proto"))
        if not files:
            raise SystemExit(f"no proto files below {PROTO}; build from a checkout of the project")
        for file in files:
            copy = work / file.relative_to(PROTO)
            copy.parent.mkdir(parents=True, exist_ok=True)
            copy.write_text(without_rules(file.read_text()))
        super().run()
        out = Path(self.build_lib).resolve()
        out.mkdir(parents=True, exist_ok=True)
        arguments = [
            "protoc",
            f"--proto_path={work}",
            f"--proto_path={Path(grpc_tools.__file__).parent / '_proto'}",
            f"--proto_path={Path(list(rpc.__path__)[0]).parents[1]}",
            f"--python_out={out}",
            f"--mypy_out=quiet:{out}",
            f"--grpc_python_out={out}",
            f"--mypy_grpc_out=quiet:{out}",
            *(str(file.relative_to(PROTO)) for file in files),
        ]
        if protoc.main(arguments) != 0:
            raise SystemExit("the stubs could not be generated")


setup(cmdclass={"build_py": GenerateStubs})
