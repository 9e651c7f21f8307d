"""The main job on a real example: lint a `.env` file, mend it, explain it, and run a store from it."""

from pathlib import Path

from s3config import S3Store, explain, resolve, validate

HERE = Path(__file__).parent

print("What is wrong with shop.env:\n")
for diagnostic in validate(HERE / "shop.env"):
    print(f"  {diagnostic}")

broken = (HERE / "shop.env").read_text()
mended = broken.replace("REGOIN", "REGION").replace("TIMEOUT=30", "TIMEOUT=30s") + "AWS_ALLOW_HTTP=true\n"
Path("mended.env").write_text(mended)

resolution = resolve(dotenv="mended.env", env={"AWS_REGION": "us-west-2"})
print("\nAfter mending it, with AWS_REGION=us-west-2 in the environment:\n")
print(explain(resolution))

store = S3Store.from_resolution(resolution, backend="memory")
store.put("greeting.txt", b"hello")
print(f"\n{store} holds {store.list().collect()[0]['path']}: {store.get('greeting.txt').bytes().decode()}")
Path("mended.env").unlink()
